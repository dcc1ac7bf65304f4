// SPDX-License-Identifier: Apache-2.0
package cloudy.dns.directory;

import cloudy.api.Node;
import cloudy.api.doctor.Check;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import cloudy.dns.PublicNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the directory can be asked as DNS, under a name that clashes with nothing. */
@Component(service = Check.class)
public final class DirectoryCheck implements Check {

    /** Ends of names that mean something of their own everywhere. */
    private static final Set<String> SPECIAL = Set.of("localhost", "test", "example", "invalid");

    private static final Set<String> FREE = Set.of("home.arpa");

    private final DirectoryDns dns;
    private final Node node;

    @Activate
    public DirectoryCheck(@Reference DirectoryDns dns, @Reference Node node) {
        this.dns = dns;
        this.node = node;
    }

    @Override
    public String id() {
        return "dns-directory";
    }

    @Override
    public Texts title() {
        return Texts.of("El directori com a DNS", "El directorio como DNS", "The directory as DNS");
    }

    @Override
    public Finding look() {
        if (!dns.fault().isEmpty()) {
            return Finding.fault(
                    dns.fault(),
                    Texts.of(
                            "Corregiu-ho a la configuració del DNS.",
                            "Corríjalo en la configuración del DNS.",
                            "Correct it in the settings of DNS."));
        }
        if (dns.settings().isEmpty() || dns.server().isEmpty()) {
            return Finding.skipped(Texts.of("Està apagat.", "Está apagado.", "It is switched off."));
        }
        DirectorySettings settings = dns.settings().get();
        DirectoryServer server = dns.server().get();
        Optional<String> fault = server.fault();
        if (fault.isPresent()) {
            return Finding.fault(
                    Texts.of(
                                    "No es pot escoltar a %s: %s",
                                    "No se puede escuchar en %s: %s", "It cannot listen on %s: %s")
                            .with(text(settings), fault.get()),
                    Texts.of(
                            "Mireu quin programa té el port (ss -lnptu), o trieu-ne un altre a la configuració del"
                                    + " DNS. Es torna a provar cada deu segons.",
                            "Mire qué programa tiene el puerto (ss -lnptu), o elija otro en la configuración del"
                                    + " DNS. Se vuelve a probar cada diez segundos.",
                            "See which program has the port (ss -lnptu), or choose another one in the settings of"
                                    + " DNS. It is tried again every ten seconds."));
        }
        if (hides(settings.zoneText())) {
            return Finding.warning(
                    Texts.of(
                                    "La zona %s en tapa una d'Internet.",
                                    "La zona %s tapa una de Internet.", "The zone %s hides one of the internet.")
                            .with(settings.zoneText()),
                    Texts.of(
                            "Trieu-ne una de pròpia, com cloudy.internal.",
                            "Elija una propia, como cloudy.internal.",
                            "Choose one of its own, such as cloudy.internal."));
        }
        return names(settings, server);
    }

    private Finding names(DirectorySettings settings, DirectoryServer server) {
        List<String> doubles = server.names().doubles(5);
        if (doubles.contains(Labels.host(node.name()).orElse(""))) {
            return Finding.warning(
                    Texts.of(
                                    "Algú altre s'anuncia amb el nom d'aquest node, %s.",
                                    "Alguien más se anuncia con el nombre de este nodo, %s.",
                                    "Somebody else announces things in this node's name, %s.")
                            .with(node.name()),
                    Texts.of(
                            "Aquí el nom és d'aquest node, però els veïns poden veure l'altre: poseu-los noms diferents.",
                            "Aquí el nombre es de este nodo, pero los vecinos pueden ver al otro: póngales nombres distintos.",
                            "Here the name is this node's, but neighbours may see the other one: give them different names."));
        }
        return Finding.fine(Texts.of(
                        "Respon per %s a %s, amb %s serveis.",
                        "Responde por %s en %s, con %s servicios.", "It answers for %s on %s, with %s services.")
                .with(settings.zoneText(), text(settings), server.names().size()));
    }

    /** Whether others may have a zone of this name that somebody here wants to reach. */
    static boolean hides(String zone) {
        String end = zone.substring(zone.lastIndexOf('.') + 1);
        return FREE.stream().noneMatch(free -> zone.equals(free) || zone.endsWith('.' + free))
                && (SPECIAL.contains(end) || PublicNames.isTop(end));
    }

    private static String text(DirectorySettings settings) {
        return settings.address().getAddress().getHostAddress() + " "
                + settings.address().getPort();
    }
}
