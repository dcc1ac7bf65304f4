// SPDX-License-Identifier: Apache-2.0
package cloudy.dns;

import cloudy.api.InvalidFieldException;
import cloudy.api.form.Texts;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that begin alike. */
record Network(InetAddress base, int bits) {

    private static final Texts NO_NETWORK = Texts.of(
            "ha de ser una xarxa, com 10.0.0.0/8",
            "debe ser una red, como 10.0.0.0/8",
            "must be a network, such as 10.0.0.0/8");

    /** What an operator wrote: a network, or one address. */
    static Network of(String field, String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address = Addresses.of(field, slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * Byte.SIZE;
            String said = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
            if (!said.matches("[0-9]{1,3}") || Integer.parseInt(said) > most) {
                throw new InvalidFieldException(field, NO_NETWORK, text);
            }
            return new Network(masked(address, Integer.parseInt(said)), Integer.parseInt(said));
        } catch (UnknownHostException | InvalidFieldException e) {
            throw new InvalidFieldException(field, NO_NETWORK, text);
        }
    }

    /** BIND refuses a network that has more than its own bits. */
    private static InetAddress masked(InetAddress address, int bits) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
            bytes[i] &= (byte) (0xFF << (Byte.SIZE - kept));
        }
        return InetAddress.getByAddress(bytes);
    }

    boolean has(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        try {
            return masked(address, bits).equals(base);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return Addresses.text(base) + '/' + bits;
    }
}
