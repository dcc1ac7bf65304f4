// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

/**
 * One resource record that crossed the wire.
 *
 * @param millis when, by the machine's clock
 * @param from the sender's address
 * @param name the record's name, dots between its labels
 * @param type its number: 1 A, 12 PTR, 16 TXT, 33 SRV
 * @param ttl seconds; a goodbye has 0
 * @param target for a PTR the name that it points to, else empty
 */
record Heard(long millis, String from, String name, int type, long ttl, String target) {

    static final int PTR = 12;

    /** Whether it says that a service instance is no more. */
    boolean goodbye() {
        return type == PTR && ttl == 0;
    }

    /** One line for {@link #parse}. */
    @Override
    public String toString() {
        return millis + "\t" + from + "\t" + name + "\t" + type + "\t" + ttl + "\t" + target;
    }

    static Heard parse(String line) {
        String[] part = line.split("\t", -1);
        return new Heard(
                Long.parseLong(part[0]), part[1], part[2], Integer.parseInt(part[3]), Long.parseLong(part[4]), part[5]);
    }
}
