// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns.wire;

/** The record types that service discovery needs; all others are skipped when read. */
public enum RecordType {
    /** IPv4 address of a host. */
    A(1),
    /** From a service type to its instances. */
    PTR(12),
    /** The facts of an instance. */
    TXT(16),
    /** IPv6 address of a host. */
    AAAA(28),
    /** Host and port of an instance. */
    SRV(33),
    /** In questions: every type. */
    ANY(255),
    /** One of the many others. */
    OTHER(0);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    static RecordType of(int code) {
        return switch (code) {
            case 1 -> A;
            case 12 -> PTR;
            case 16 -> TXT;
            case 28 -> AAAA;
            case 33 -> SRV;
            case 255 -> ANY;
            default -> OTHER;
        };
    }

    /** Whether a question of this type asks for records of that type. */
    public boolean asksFor(RecordType type) {
        return this == ANY || this == type;
    }
}
