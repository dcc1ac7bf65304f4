// SPDX-License-Identifier: Apache-2.0
package cloudy.proxy3;

import cloudy.api.backup.Backup;
import cloudy.api.backup.Part;
import cloudy.api.doctor.Finding;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The users and the ticked proxies; not the cache, and not who asked for what. */
@Component(service = Backup.class)
public final class ProxyBackup implements Backup {

    private static final String STATE = "state";

    private final Path folder;

    @Activate
    public ProxyBackup() {
        this(ProxyService.folder());
    }

    ProxyBackup(Path folder) {
        this.folder = folder;
    }

    @Override
    public String service() {
        return ProxyService.PID;
    }

    @Override
    public List<Part> parts() {
        return Files.notExists(folder)
                ? List.of()
                : List.of(Part.of(
                                STATE,
                                Texts.of(
                                        "Usuaris i proxys marcats",
                                        "Usuarios y proxys marcados",
                                        "Users and ticked proxies"),
                                folder)
                        .without("cache", "log")
                        .asSecret());
    }

    @Override
    public Finding check(Path copy) throws IOException {
        Path state = copy.resolve(STATE);
        if (!Files.isDirectory(state)) {
            return Finding.fault(
                    Texts.of(
                            "La còpia del proxy no serveix: no hi ha " + STATE + ".",
                            "La copia del proxy no sirve: no hay " + STATE + ".",
                            "The copy of the proxy is of no use: there is no " + STATE + "."),
                    Texts.of(
                            "Feu una altra còpia, o useu-ne una d'anterior.",
                            "Haga otra copia, o use una anterior.",
                            "Make another copy, or use an earlier one."));
        }
        return Finding.fine(Texts.of(
                        "La còpia del proxy és sencera; usuaris: %s, proxys marcats: %s.",
                        "La copia del proxy está entera; usuarios: %s, proxys marcados: %s.",
                        "The copy of the proxy is whole; users: %s, ticked proxies: %s.")
                .with(new Users(state).names().size(), new Ticks(state).all().size()));
    }
}
