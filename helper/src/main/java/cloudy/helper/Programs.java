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
record Programs(Commands commands, Path run, Path state, Path data) {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String SYSTEMCTL = "/usr/bin/systemctl";

    /** Says whose things are, and makes them so. */
    private static final String HOMES = "/usr/share/cloudy/lib/homes";

    /** Starts one; nobody can say no to it afterwards but systemd. */
    void start(Request.Start request, Server.Replies replies) throws IOException, InterruptedException {
        Program what = request.what();
        end(what);
        Path output = run.resolve(what.word() + ".out");
        Path variables = run.resolve(what.word() + ".env");
        try {
            // In a folder of root's: what systemd opens there, as root, is nothing that the node could have put there.
            makePipe(output);
            Files.deleteIfExists(variables);
            Files.writeString(Files.createFile(variables, OWNER_ONLY), environment(request));
            lend(what);
            if (!what.owned().isEmpty()) {
                homes("programs", what);
            }
            replies.send(new Reply.Open(output.toString()));
            commands.run(command(request, output, variables)).succeeded();
        } finally {
            forget(output);
            Files.deleteIfExists(variables);
        }
        // Where it has ended already, how it did is still to be asked for.
        replies.send(new Reply.Running(number(properties(what).get("MainPID"))));
    }

    private void makePipe(Path output) throws IOException, InterruptedException {
        forget(output);
        commands.run(List.of("/usr/bin/mkfifo", "--mode=0660", output.toString()))
                .succeeded();
    }

    /** Where a program runs under a user of its own there will be things of that user's. */
    private void lend(Program what) throws IOException {
        Path lent = lent(what);
        if (Files.notExists(lent)) {
            Files.createFile(lent);
            try (var folder = FileChannel.open(state, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private Path lent(Program what) {
        return state.resolve(what.word() + ".lent");
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
        List<String> properties = new ArrayList<>(Sandbox.of(what, data));
        properties.add("EnvironmentFile=" + variables);
        properties.add("StandardOutput=file:" + output);
        properties.add("StandardError=inherit");
        List<String> command = unit(what.unit(), what.path() + " for Cloudy", properties);
        command.add("--service-type=exec");
        command.add("--");
        command.add(what.path());
        request.arguments().forEach(argument -> command.add(dollars(argument)));
        return command;
    }

    private static List<String> unit(String name, String description, List<String> properties) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/systemd-run",
                "--unit=" + name,
                "--description=" + description,
                "--quiet",
                "--no-ask-password"));
        properties.forEach(property -> command.add("--property=" + property));
        return command;
    }

    /** Has the program's user read what it keeps. One after the other: each has the one pipe of its program. */
    synchronized void read(Request.Read request, Server.Replies replies) throws IOException, InterruptedException {
        Program what = request.what();
        Path output = run.resolve(what.word() + ".read");
        Path wanted = data.resolve(request.path());
        try {
            makePipe(output);
            replies.send(new Reply.Open(output.toString()));
            List<String> properties = new ArrayList<>(Sandbox.of(what, data));
            properties.addAll(List.of("StandardOutput=file:" + output, "StandardError=journal", "PrivateNetwork=yes"));
            List<String> command =
                    unit("cloudy-" + what.word() + "-read.service", "What " + what.word() + " keeps", properties);
            command.addAll(List.of(
                    "--wait",
                    "--collect",
                    "--",
                    "/usr/bin/tar",
                    "--create",
                    "--file=-",
                    "--format=posix",
                    "--hard-dereference",
                    "--sort=name",
                    "--directory=" + dollars(wanted.getParent().toString()),
                    "--",
                    dollars(wanted.getFileName().toString())));
            replies.send(new Reply.Done(commands.run(command).status()));
        } finally {
            forget(output);
        }
    }

    /** systemd puts variables in where it finds a dollar. */
    private static String dollars(String argument) {
        return argument.replace("$", "$$");
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

    /** Ends one, and what belongs to its user belongs to the node's from then on. */
    void stop(Program what) throws IOException, InterruptedException {
        end(what);
        if (Files.exists(lent(what))) {
            homes("nodes", what);
        }
    }

    /** In a unit of its own, since the helper may not do that itself. */
    private void homes(String whose, Program what) throws IOException, InterruptedException {
        List<String> command =
                unit("cloudy-" + what.word() + "-homes.service", "Whose is what " + what.word() + " keeps", List.of());
        command.addAll(List.of("--wait", "--collect", "--pipe", "--", HOMES, whose, what.word()));
        commands.run(command).succeeded();
    }

    /** Ends one, with all its processes, and forgets how it ended. */
    private void end(Program what) throws IOException, InterruptedException {
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
