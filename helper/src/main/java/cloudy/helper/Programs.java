// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import cloudy.helper.wire.Program;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Starts and ends programs, as units of systemd's that are there for as long as they run. */
final class Programs {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String SYSTEMCTL = "/usr/bin/systemctl";

    private final Commands commands;
    private final Path run;
    private final Path data;

    Programs(Commands commands, Path run, Path data) {
        this.commands = commands;
        this.run = run;
        this.data = data;
    }

    /** Starts one; nobody can say no to it afterwards but systemd. */
    void start(Request.Start request, Server.Replies replies) throws IOException, InterruptedException {
        Program what = request.what();
        stop(what);
        Path output = run.resolve(what.word() + ".out");
        Path variables = run.resolve(what.word() + ".env");
        try {
            // In a folder of root's: what systemd opens there, as root, is nothing that the node could have put there.
            forget(output);
            commands.run(List.of("/usr/bin/mkfifo", "--mode=0660", output.toString()))
                    .succeeded();
            Files.deleteIfExists(variables);
            Files.writeString(Files.createFile(variables, OWNER_ONLY), environment(request));
            replies.send(new Reply.Open(output.toString()));
            commands.run(command(request, output, variables)).succeeded();
        } finally {
            forget(output);
            Files.deleteIfExists(variables);
        }
        // Where it has ended already, how it did is still to be asked for.
        replies.send(new Reply.Running(number(properties(what).get("MainPID"))));
    }

    /** Whoever waits for something to be written there waits no more. */
    private static void forget(Path pipe) throws IOException {
        if (Files.exists(pipe)) {
            FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(pipe);
            both.close();
        }
    }

    private List<String> command(Request.Start request, Path output, Path variables) {
        Program what = request.what();
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/systemd-run",
                "--unit=" + what.unit(),
                "--description=" + what.path() + " for Cloudy",
                "--service-type=exec",
                "--quiet",
                "--no-ask-password"));
        Sandbox.of(what, data, output, variables).forEach(property -> command.add("--property=" + property));
        command.add("--");
        command.add(what.path());
        // systemd puts variables in where it finds a dollar.
        request.arguments().forEach(argument -> command.add(argument.replace("$", "$$")));
        return command;
    }

    /** In a file of root's and not in the unit, whose properties everybody may see. */
    private String environment(Request.Start request) {
        Map<String, String> all = new TreeMap<>(request.variables());
        all.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        all.put("LANG", "C.UTF-8");
        all.put(
                "HOME",
                data.resolve("daemons/" + request.what().word() + "/home").toString());
        var text = new StringBuilder();
        all.forEach((name, value) -> text.append(name)
                .append("=\"")
                .append(value.replaceAll("[\\\\\"$`]", "\\\\$0"))
                .append("\"\n"));
        return text.toString();
    }

    int signal(Request.Signal request) throws IOException, InterruptedException {
        boolean all = request.kind() == Request.Signal.Kind.KILL;
        return commands.run(List.of(
                        SYSTEMCTL,
                        "kill",
                        "--kill-who=" + (all ? "all" : "main"),
                        "--signal=SIG" + request.kind(),
                        request.what().unit()))
                .status();
    }

    /** Ends one, with all its processes, and forgets how it ended. */
    void stop(Program what) throws IOException, InterruptedException {
        Map<String, String> properties = properties(what);
        if (!properties.getOrDefault("LoadState", "").equals("not-found")) {
            commands.run(List.of(SYSTEMCTL, "stop", what.unit())).succeeded();
            commands.run(List.of(SYSTEMCTL, "reset-failed", what.unit()));
        }
    }

    /** How one is, or how it ended: with that it is forgotten. */
    Reply status(Program what) throws IOException, InterruptedException {
        Map<String, String> properties = properties(what);
        String state = properties.getOrDefault("ActiveState", "");
        if (Set.of("active", "activating", "deactivating", "reloading").contains(state)) {
            return new Reply.Running(number(properties.get("MainPID")));
        }
        if (state.equals("failed")) {
            commands.run(List.of(SYSTEMCTL, "reset-failed", what.unit()));
        }
        int status = (int) number(properties.get("ExecMainStatus"));
        // As of a child: a number above 128 is that of a signal.
        boolean signalled = Set.of("2", "3").contains(properties.getOrDefault("ExecMainCode", ""));
        return new Reply.Done(signalled ? 128 + status : status);
    }

    private Map<String, String> properties(Program what) throws IOException, InterruptedException {
        Map<String, String> properties = new TreeMap<>();
        for (String line : commands.run(List.of(
                        SYSTEMCTL,
                        "show",
                        "--property=LoadState,ActiveState,MainPID,ExecMainCode,ExecMainStatus",
                        what.unit()))
                .succeeded()
                .lines()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return properties;
    }

    private static long number(String text) {
        return text == null || !text.matches("[0-9]{1,10}") ? 0 : Long.parseLong(text);
    }
}
