// SPDX-License-Identifier: Apache-2.0
package cloudy.syncthing;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.Protocol;
import cloudy.api.Text;
import cloudy.api.action.Joined;
import cloudy.api.action.NeighbourAction;
import cloudy.api.form.Explained;
import cloudy.api.form.Field;
import cloudy.api.form.Form;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.network.Announcement;
import cloudy.api.network.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects this node's Syncthing with a neighbour's, whose owner finds the request in his own console.
 *
 * <p>Of the announcement only device ID, address and port are used, as such. It needs no more than an old node says.
 */
@Component(service = NeighbourAction.class)
public final class ConnectAction implements NeighbourAction {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectAction.class);
    private static final int MAX_NAME = 64;
    private static final int MAX_FOLDERS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Connected connected;
    private final Clock clock;
    private final Links links = new Links();

    /** Comes anew with each change of the settings, which must not end a job. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SyncthingService service;

    @Activate
    public ConnectAction() {
        this(SyncthingService.folder(), null, Clock.systemUTC());
    }

    ConnectAction(Path folder, SyncthingService service, Clock clock) {
        connected = new Connected(folder);
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "connect";
    }

    @Override
    public Texts title() {
        return Texts.of("Connecta", "Conectar", "Connect");
    }

    @Override
    public boolean fits(Announcement announcement) {
        Optional<DeviceId> device = device(announcement);
        return announcement.type().equalsIgnoreCase(SyncthingService.TYPE)
                && announcement.protocol() == Protocol.TCP
                && announcement.port() != 0
                && announcement.trust() != Trust.OWN
                && device.isPresent()
                && !device.equals(syncthing().flatMap(Syncthing::own));
    }

    private static Optional<DeviceId> device(Announcement announcement) {
        return announcement.txt().get("node_id").flatMap(DeviceId::parse);
    }

    private Optional<Syncthing> syncthing() {
        return Optional.ofNullable(service).flatMap(SyncthingService::syncthing);
    }

    private Syncthing requireSyncthing() throws IOException {
        return syncthing()
                .orElseThrow(() -> Explained.failure(Texts.of(
                        "Syncthing està apagat en aquest node; engegueu-lo i connecteu llavors.",
                        "Syncthing está apagado en este nodo; enciéndalo y conecte entonces.",
                        "Syncthing is off on this node; switch it on, and connect then.")));
    }

    @Override
    public Form form(Announcement announcement) {
        Field name = Field.of(
                        "name",
                        Field.Type.TEXT,
                        Texts.of("Nom", "Nombre", "Name"),
                        Texts.of(
                                "Com es diu aquí l'altre dispositiu",
                                "Cómo se llama aquí el otro dispositivo",
                                "What the other device is called here"))
                .within(0, MAX_NAME)
                .withInitial(called(announcement));
        List<Field.Option> folders = syncthing().map(ConnectAction::folders).orElse(List.of());
        if (folders.isEmpty()) {
            return Form.of(name);
        }
        Field offered = Field.of(
                        "folders",
                        Field.Type.TEXT,
                        Texts.of("Carpetes", "Carpetas", "Folders"),
                        Texts.of(
                                "El que s'ofereix al veí",
                                "Lo que se ofrece al vecino",
                                "What is offered to the neighbour"))
                .withSeveral(MAX_FOLDERS)
                .withOptions(folders);
        return Form.of(name, offered);
    }

    private static List<Field.Option> folders(Syncthing own) {
        List<Field.Option> options = new ArrayList<>();
        try {
            for (Facts folder : own.folders().all()) {
                String label = folder.text("label").isBlank() ? folder.text("id") : folder.text("label");
                options.add(new Field.Option(folder.raw("id"), Texts.of(label)));
            }
        } catch (IOException e) {
            LOG.debug("There are no folders to offer: {}", e.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return options;
    }

    private static String called(Announcement announcement) {
        String host = Text.clean(announcement.host(), MAX_NAME).strip();
        return host.isEmpty() ? announcement.numbers() : host;
    }

    @Override
    public Optional<String> run(Announcement announcement, Map<String, Object> values, Jobs.Progress progress)
            throws Exception {
        DeviceId device =
                device(announcement).orElseThrow(() -> new InvalidFieldException("node_id", DeviceId.NO_DEVICE));
        if (!fits(announcement)) {
            throw new InvalidFieldException(
                    "announcement",
                    Texts.of(
                            "ha de ser del Syncthing d'un veí, amb un port TCP",
                            "debe ser del Syncthing de un vecino, con un puerto TCP",
                            "must be of a neighbour's Syncthing, with a TCP port"));
        }
        Syncthing own = requireSyncthing();
        String name = values.getOrDefault("name", called(announcement)).toString();
        String address = "tcp://" + announcement.numbers() + ':' + announcement.port();
        List<String> wanted = values.get("folders") instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
        progress.step(
                Texts.of("S'afegeix el dispositiu de %s", "Se añade el dispositivo de %s", "Adding the device at %s")
                        .with(address));
        add(own, device, name, address, wanted);
        progress.percent(50);
        progress.step(Texts.of("S'espera l'altra banda", "Se espera a la otra parte", "Waiting for the other side"));
        boolean there = awaitConnection(own, device, progress);
        links.look(own);
        progress.log(
                there
                        ? "Connected"
                        : "The other side has not accepted yet; the connection comes by itself as soon as it does");
        progress.result("connected", Boolean.toString(there));
        return Optional.of(device.text());
    }

    private synchronized void add(Syncthing own, DeviceId device, String name, String address, List<String> wanted)
            throws IOException, InterruptedException {
        for (String folder : wanted) {
            if (own.folders().find(Folders.requireId(folder)).isEmpty()) {
                throw new InvalidFieldException(
                        "folders",
                        Texts.of(
                                "han de ser carpetes d'aquest node",
                                "deben ser carpetas de este nodo",
                                "must be folders of this node"),
                        folder);
            }
        }
        Optional<Connected.Entry> before = connected.find(device);
        boolean known = own.neighbours().find(device).isPresent();
        boolean added = before.map(Connected.Entry::added).orElse(!known);
        List<String> offered =
                new ArrayList<>(before.map(Connected.Entry::folders).orElse(List.of()));
        List<String> shared = new ArrayList<>();
        for (Facts folder : own.folders().all()) {
            if (folder.all("devices").stream()
                    .anyMatch(with -> with.raw("deviceID").equals(device.text()))) {
                shared.add(folder.raw("id"));
            }
        }
        wanted.stream()
                .filter(folder -> !shared.contains(folder) && !offered.contains(folder))
                .forEach(offered::add);
        // First the record: a device whose origin nobody knows could not be undone.
        connected.put(new Connected.Entry(device, name, address, added, offered, clock.instant()));
        own.neighbours().add(device, name, List.of(address));
        for (String folder : wanted) {
            own.folders().share(folder, device, true);
        }
    }

    /** Syncthing tells each change of a connection as an event; asked again at most once a second. */
    private static boolean awaitConnection(Syncthing own, DeviceId device, Jobs.Progress progress)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long event = 0;
        while (!Links.isConnected(own, device)) {
            if (progress.cancelled() || System.nanoTime() > end) {
                return false;
            }
            event = own.client().awaitEvent(event, PAUSE);
        }
        return true;
    }

    @Override
    public List<Joined> joined() {
        return connected.all().stream().map(this::joined).toList();
    }

    @Override
    public Optional<Joined> joined(Announcement announcement) {
        return device(announcement).flatMap(connected::find).map(this::joined);
    }

    private Joined joined(Connected.Entry entry) {
        return new Joined(
                entry.device().text(),
                "Syncthing: " + entry.name(),
                syncthing()
                        .map(own -> links.health(own, entry.device()))
                        .orElseGet(() -> Health.of(
                                Health.Status.OFF,
                                Texts.of(
                                        "en aquest node Syncthing està apagat",
                                        "en este nodo Syncthing está apagado",
                                        "Syncthing is off on this node"))),
                entry.since());
    }

    @Override
    public synchronized void undo(String key, Jobs.Progress progress) throws Exception {
        DeviceId device = DeviceId.require("key", key);
        Connected.Entry entry = connected
                .find(device)
                .orElseThrow(() -> Explained.failure(Texts.of(
                        "Aquest dispositiu no s'ha connectat des d'aquí.",
                        "Este dispositivo no se ha conectado desde aquí.",
                        "This device is not connected from here.")));
        Syncthing own = requireSyncthing();
        progress.step(Texts.of(
                "Es retira el que s'havia ofert",
                "Se retira lo que se había ofrecido",
                "Taking back what was offered"));
        for (String folder : entry.folders()) {
            if (own.folders().find(folder).isPresent()) {
                own.folders().share(folder, device, false);
            }
        }
        if (entry.added() && own.neighbours().find(device).isPresent()) {
            progress.step(Texts.of("S'esborra el dispositiu", "Se borra el dispositivo", "Removing the device"));
            own.neighbours().remove(device);
        }
        connected.remove(device);
    }
}
