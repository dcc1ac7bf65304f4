// SPDX-License-Identifier: Apache-2.0
package cloudy.serf;

import cloudy.api.CloudyService;
import cloudy.api.Health;
import cloudy.api.Text;
import cloudy.api.access.Caller;
import cloudy.api.action.Joined;
import cloudy.api.action.NeighbourAction;
import cloudy.api.cluster.Cluster;
import cloudy.api.cluster.ClusterMember;
import cloudy.api.cluster.ClusterState;
import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Joins the cluster through a neighbour's Serf, now and from now on: the address becomes one of those in the settings.
 *
 * <p>Of the announcement only address and port are used, as numbers. While the agent works it is tried first, so that an
 * address where nobody is never gets into the settings.
 */
@Component(service = NeighbourAction.class)
public final class JoinAction implements NeighbourAction {

    private static final String PID = "cloudy.serf";
    private static final String JOIN = "join";
    private static final long PATIENCE_SECONDS = 120;
    private static final int MAX_NAME = 80;
    private static final Texts CANNOT = Texts.of(
            "no és possible unir-se a través de %s: %s",
            "no es posible unirse a través de %s: %s", "%s cannot be joined: %s");
    private static final Texts NO_ANSWER = Texts.of(
            "no hi ha hagut resposta a temps", "no ha habido respuesta a tiempo", "there was no answer in time");

    private final Settings settings;
    private final JoinRecord record;
    private final Clock clock;

    /** Comes anew with each change of the settings, which must not end the job that made it. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Cluster cluster;

    @Activate
    public JoinAction(@Reference Settings settings) {
        this(settings, null, Path.of(System.getProperty("karaf.data", "data"), "serf"), Clock.systemUTC());
    }

    JoinAction(Settings settings, Cluster cluster, Path folder, Clock clock) {
        this.settings = settings;
        this.cluster = cluster;
        this.clock = clock;
        record = new JoinRecord(folder);
    }

    @Override
    public String id() {
        return "join";
    }

    @Override
    public Texts title() {
        return Texts.of("Uneix-m'hi", "Unirme", "Join");
    }

    @Override
    public boolean fits(Announcement announcement) {
        return announcement.type().equalsIgnoreCase("serf")
                && announcement.port() != 0
                && announcement.trust() != Trust.OWN;
    }

    @Override
    public Optional<String> run(Announcement announcement, Map<String, Object> values, Jobs.Progress progress)
            throws Exception {
        String address = endpoint(announcement.address(), announcement.port());
        Optional<Cluster> working =
                Optional.ofNullable(cluster).filter(known -> known.state().kind() != ClusterState.Kind.OFF);
        if (working.isPresent()) {
            progress.step(Texts.of("S'està unint a través de %s", "Uniéndose a través de %s", "Joining through %s")
                    .with(address));
            progress.log("Members reached: " + join(working.get(), address));
        }
        progress.step(Texts.of(
                        "Es desa %s a la configuració",
                        "Se guarda %s en la configuración", "Keeping %s in the settings")
                .with(address));
        keep(address, Text.clean(announcement.host(), MAX_NAME), progress.by());
        if (working.isEmpty()) {
            progress.step(Texts.of(
                            "Serf s'engega ara, i s'uneix a través de %s",
                            "Serf arranca ahora, y se une a través de %s", "Serf starts now, and joins through %s")
                    .with(address));
        }
        return Optional.of(address);
    }

    private static int join(Cluster through, String address) throws IOException, InterruptedException {
        try {
            return through.join(List.of(address)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Explained.failure(CANNOT.with(address, Explained.of(e.getCause())), e);
        } catch (TimeoutException e) {
            throw Explained.failure(CANNOT.with(address, NO_ANSWER), e);
        }
    }

    private synchronized void keep(String address, String name, Caller by) throws IOException {
        List<String> addresses = configured();
        boolean off = "false"
                .equalsIgnoreCase(settings.read(PID)
                        .getOrDefault(CloudyService.ENABLED, "")
                        .strip());
        if (addresses.contains(address) && !off && record.find(address).isEmpty()) {
            // The operator's own, who would not want it undone from here.
            return;
        }
        // First the record: an address in the settings that nobody knows the origin of could not be undone.
        boolean switchedOn =
                off || record.find(address).filter(JoinRecord.Entry::switchedOn).isPresent();
        if (!addresses.contains(address) || record.find(address).isPresent()) {
            record.add(new JoinRecord.Entry(address, clock.instant(), switchedOn, name));
        }
        var changes = new HashMap<String, Optional<String>>();
        if (!addresses.contains(address)) {
            addresses.add(address);
            changes.put(JOIN, Optional.of(String.join(",", addresses)));
        }
        if (off) {
            changes.put(CloudyService.ENABLED, Optional.of("true"));
        }
        if (!changes.isEmpty()) {
            settings.change(PID, changes, by);
        }
    }

    @Override
    public List<Joined> joined() {
        List<String> addresses = configured();
        List<JoinRecord.Entry> entries = record.all();
        if (entries.isEmpty()) {
            return List.of();
        }
        Map<String, Health> members = members();
        List<Joined> joined = new ArrayList<>();
        for (JoinRecord.Entry entry : entries) {
            // One that was taken out of the settings by hand is not joined any more.
            if (addresses.contains(entry.address())) {
                Health health = members.getOrDefault(entry.address(), absent());
                String name = entry.name().isBlank() ? "" : entry.name() + ", ";
                joined.add(new Joined(entry.address(), "Serf: " + name + entry.address(), health, entry.since()));
            }
        }
        return joined;
    }

    @Override
    public Optional<Joined> joined(Announcement announcement) {
        String address = endpoint(announcement.address(), announcement.port());
        return joined().stream().filter(one -> one.key().equals(address)).findFirst();
    }

    private Map<String, Health> members() {
        var healths = new HashMap<String, Health>();
        Cluster known = cluster;
        if (known != null) {
            for (ClusterMember member : known.members()) {
                healths.put(
                        endpoint(member.address(), member.port()),
                        member.status() == ClusterMember.Status.ALIVE
                                ? Health.up()
                                : Health.down(Texts.of(
                                        "aquest membre ja no respon",
                                        "este miembro ya no responde",
                                        "this member does not answer any more")));
            }
        }
        return healths;
    }

    private Health absent() {
        Cluster known = cluster;
        ClusterState.Kind kind =
                known == null ? ClusterState.Kind.OFF : known.state().kind();
        return kind == ClusterState.Kind.OFF
                ? Health.of(Health.Status.OFF, Texts.of("Serf està apagat", "Serf está apagado", "Serf is off"))
                : Health.down(Texts.of(
                        "no hi ha cap membre en aquesta adreça",
                        "no hay ningún miembro en esta dirección",
                        "no member is at this address"));
    }

    @Override
    public synchronized void undo(String key, Jobs.Progress progress) throws Exception {
        Optional<JoinRecord.Entry> entry = record.find(key);
        if (entry.isEmpty()) {
            throw Explained.failure(
                    Texts.of("No hi ha cap unió a través de %s.", "No hay unión a través de %s.", "%s is not joined.")
                            .with(key));
        }
        List<String> addresses = configured();
        var changes = new HashMap<String, Optional<String>>();
        if (addresses.remove(key)) {
            changes.put(JOIN, addresses.isEmpty() ? Optional.empty() : Optional.of(String.join(",", addresses)));
        }
        if (entry.get().switchedOn() && addresses.isEmpty()) {
            changes.put(CloudyService.ENABLED, Optional.of("false"));
        }
        progress.step(Texts.of(
                        "Es treu %s de la configuració",
                        "Se quita %s de la configuración", "Taking %s out of the settings")
                .with(key));
        if (!changes.isEmpty()) {
            settings.change(PID, changes, progress.by());
        }
        record.remove(key);
    }

    private List<String> configured() {
        String join = settings.read(PID).getOrDefault(JOIN, "");
        return new ArrayList<>(Endpoint.parseAll(JOIN, List.of(join), SerfSettings.GOSSIP_PORT).stream()
                .map(Endpoint::toString)
                .toList());
    }

    private static String endpoint(InetAddress address, int port) {
        String numbers = address.getHostAddress();
        int zone = numbers.indexOf('%');
        return new Endpoint(zone < 0 ? numbers : numbers.substring(0, zone), port).toString();
    }
}
