// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

import java.net.InetAddress;
import java.nio.channels.SelectableChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Who may be connected now: counts the connections of all doors together, and those of each address. Safe for use by many
 * threads.
 */
@Component(service = Admission.class)
public final class Admission {

    /** Connections that only this host itself gets, so that its operator always finds a place. */
    static final int KEPT_FOR_LOOPBACK = 16;

    /** A program on this host may serve many people: a browser's proxy, or a test. */
    static final int PER_LOOPBACK_ADDRESS = 500;

    /**
     * What the operator wants.
     *
     * @param allowed who may connect; this host itself always may
     */
    record Limits(List<Network> allowed, int total, int perAddress) {

        Limits {
            allowed = List.copyOf(allowed);
        }

        boolean allows(InetAddress address) {
            return allowed.stream().anyMatch(network -> network.contains(address));
        }
    }

    private final Map<SelectableChannel, InetAddress> open = new HashMap<>();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Predicate<InetAddress> isThisHost;
    private Limits limits;
    private long refused;

    /** Lets nobody in but this host itself, until it is told more. */
    @Activate
    public Admission() {
        this(new Limits(List.of(), KEPT_FOR_LOOPBACK, 1));
    }

    Admission(Limits limits) {
        this(limits, InetAddress::isLoopbackAddress);
    }

    /** Tests have strangers on loopback, too. */
    Admission(Limits limits, Predicate<InetAddress> isThisHost) {
        this.limits = limits;
        this.isThisHost = isThisHost;
    }

    /** What holds for those who come from now on. */
    synchronized void limits(Limits wanted) {
        limits = wanted;
    }

    /** Whether somebody may come in; if so, a place is taken until {@link #left}. */
    synchronized boolean admits(SelectableChannel connection, InetAddress from) {
        int same = byAddress.getOrDefault(from, 0);
        boolean local = isThisHost.test(from);
        int places = local ? limits.total() : limits.total() - KEPT_FOR_LOOPBACK;
        int each = local ? Math.max(PER_LOOPBACK_ADDRESS, limits.perAddress()) : limits.perAddress();
        if (!(local || limits.allows(from)) || open.size() >= places || same >= each) {
            refused++;
            return false;
        }
        open.put(connection, from);
        byAddress.put(from, same + 1);
        return true;
    }

    /** Gives the place back, if it had one. */
    synchronized void left(SelectableChannel connection) {
        InetAddress from = open.remove(connection);
        if (from != null) {
            byAddress.computeIfPresent(from, (address, count) -> count > 1 ? count - 1 : null);
        }
    }

    synchronized int connections() {
        return open.size();
    }

    /** How many were turned away since the node started. */
    synchronized long refused() {
        return refused;
    }
}
