// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.daemon.Daemon;
import cloudy.api.daemon.DaemonState.Kind;
import cloudy.api.daemon.Daemons;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.api.rest.Answer;
import cloudy.api.rest.Call;
import cloudy.api.rest.Operation;
import cloudy.api.rest.Operations;
import cloudy.api.rest.Problem;
import cloudy.helper.wire.DebianPackage;
import cloudy.helper.wire.Frames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The packages of programs that services need, over HTTP. */
@Component(service = Operations.class)
public final class ProgramOperations implements Operations {

    private final Supervisor supervisor;
    private final Jobs jobs;
    private final HelperCalls helper;
    private final Programs programs;

    /**
     * A package, as the API shows it.
     *
     * @param name what Debian calls it
     * @param program what it is installed for
     * @param missing whether a service that is on waits for it
     * @param installable whether the node can have it installed
     * @param command what installs it otherwise
     */
    record Shown(
            String name,
            String program,
            List<String> neededBy,
            boolean installed,
            boolean missing,
            boolean installable,
            String command) {}

    @Activate
    public ProgramOperations(@Reference Supervisor supervisor, @Reference Jobs jobs) {
        this(supervisor, jobs, new HelperCalls(Path.of(Frames.SOCKET)), Programs.ofTheSystem());
    }

    ProgramOperations(Supervisor supervisor, Jobs jobs, HelperCalls helper, Programs programs) {
        this.supervisor = supervisor;
        this.jobs = jobs;
        this.helper = helper;
        this.programs = programs;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("listPrograms", this::list, "installProgram", this::install);
    }

    private Answer list(Call call) {
        var items = new TreeMap<String, Shown>();
        for (DebianPackage known : DebianPackage.values()) {
            items.put(known.debian(), shown(known.debian(), known.program(), helper.isThere()));
        }
        // Of a third party's service.
        for (Daemons.Running running : supervisor.all()) {
            Daemon daemon = running.daemon();
            if (!daemon.debianPackage().isEmpty()) {
                items.computeIfAbsent(
                        daemon.debianPackage(),
                        name -> shown(name, daemon.command().get(0), false));
            }
        }
        return Answer.ok(Map.of("items", List.copyOf(items.values())));
    }

    private Shown shown(String name, String program, boolean installable) {
        List<Daemons.Running> needing = supervisor.all().stream()
                .filter(running -> running.daemon().debianPackage().equals(name))
                .toList();
        boolean installed = programs.find(program).isPresent();
        return new Shown(
                name,
                program,
                needing.stream().map(running -> running.daemon().name()).toList(),
                installed,
                needing.stream().anyMatch(running -> running.state().kind() == Kind.MISSING),
                installable && !installed,
                "sudo apt install " + name);
    }

    private Answer install(Call call) {
        String name = call.text("name");
        DebianPackage wanted = DebianPackage.of(name)
                .orElseThrow(() -> Problem.notFound(Texts.of(
                                "El paquet %s no és dels que el node instal·la: mireu cloudy program list",
                                "El paquete %s no es de los que el nodo instala: mire cloudy program list",
                                "The package %s is none that the node installs: see cloudy program list")
                        .with(name)));
        if (!helper.isThere()) {
            throw Problem.of(
                    409,
                    Texts.of(
                                    "Aquest node no pot instal·lar programes; escriviu en un terminal: sudo apt install %s",
                                    "Este nodo no puede instalar programas; escriba en un terminal: sudo apt install %s",
                                    "This node cannot install programs; type in a terminal: sudo apt install %s")
                            .with(name));
        }
        var installation = new Installation(helper, wanted, () -> supervisor.lookAgain(name));
        try {
            return Answer.accepted(jobs.start(
                            "daemons.install",
                            Texts.of("Instal·lar %s", "Instalar %s", "Install %s")
                                    .with(name),
                            call.requireCaller(),
                            installation)
                    .id());
        } catch (RejectedExecutionException full) {
            throw Problem.tooManyJobs();
        }
    }
}
