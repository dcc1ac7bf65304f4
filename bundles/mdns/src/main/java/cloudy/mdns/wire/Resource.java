// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

/**
 * A resource record.
 *
 * @param fact what it says of which name
 * @param ttl for how many seconds it holds; 0 takes it back (RFC 6762, 10.1: goodbye)
 * @param unique whether its sender owns the name, so that it replaces what was said before (10.2: cache-flush bit)
 */
public record Resource(Fact fact, int ttl, boolean unique) {

    /** What a record says, apart from how long it holds. */
    public record Fact(Name name, Rdata data) {}

    /** A record. */
    public static Resource of(Name name, Rdata data, int ttl, boolean unique) {
        return new Resource(new Fact(name, data), ttl, unique);
    }

    /** The name that it is about. */
    public Name name() {
        return fact.name();
    }

    /** What it says. */
    public Rdata data() {
        return fact.data();
    }

    /** Its type. */
    public RecordType type() {
        return fact.data().type();
    }

    /** The same fact for another time. */
    public Resource withTtl(int seconds) {
        return new Resource(fact, seconds, unique);
    }

    /** As resolvers that know only unicast DNS must get it: the bit of {@link #unique} has another meaning there. */
    public Resource shared() {
        return new Resource(fact, ttl, false);
    }
}
