// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Types commands of the tree's {@code bin/cloudy} against a server of the test's own, without a node. Arguments may be any
 * text, whatever the locale of the test: they go through a file.
 */
final class Typist {

    private static final String TOKEN = "cloudy_local_0123456789abcdef";

    private final Path folder;
    private final Path program;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /**
     * Begins to type.
     *
     * @param folder the typist's own
     * @param url where the node would be
     * @param commands what its file of commands has
     */
    Typist(Path folder, String url, String commands) throws IOException {
        this.folder = folder;
        program = Files.createDirectories(folder.resolve("node")).resolve("bin/cloudy");
        Path sources = Project.root().resolve("distribution/src/main/resources");
        Files.createDirectories(program.getParent());
        Path share = Files.createDirectories(folder.resolve("node/share"));
        try (Stream<Path> files = Files.list(sources.resolve("share"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, share.resolve(file.getFileName()));
            }
        }
        Files.createDirectories(folder.resolve("node/lib"));
        Files.writeString(folder.resolve("node/lib/version"), "1\n");
        Files.copy(sources.resolve("bin/cloudy"), program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path run = Files.createDirectories(folder.resolve("node/data/run"));
        Files.writeString(run.resolve("commands"), commands);
        Files.writeString(run.resolve("token"), TOKEN + '\n');
        Files.createDirectories(desk());
        environment.put("HOME", Files.createDirectories(folder.resolve("home")).toString());
        environment.put("XDG_CACHE_HOME", cache().toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        // Sentences are compared in English, wherever the tests run.
        environment.put("LANG", "C.UTF-8");
        environment.put("LC_ALL", "");
        environment.put("LC_MESSAGES", "");
        environment.put("CLOUDY_URL", url);
        environment.put("CLOUDY_TOKEN_FILE", run.resolve("token").toString());
    }

    /** The folder that commands are typed in. */
    Path desk() {
        return folder.resolve("desk");
    }

    /** Where it keeps what it can fetch again. */
    Path cache() {
        return folder.resolve("cache");
    }

    String token() {
        return TOKEN;
    }

    /** A file of the run folder of the node that is not there. */
    Path run(String name) {
        return folder.resolve("node/data/run").resolve(name);
    }

    Typist with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Command type(String... arguments) throws IOException, InterruptedException {
        return typeInto("", List.of(arguments));
    }

    Path program() {
        return program;
    }

    /** Types a command that has {@code input} to read. */
    Command typeInto(String input, List<String> arguments) throws IOException, InterruptedException {
        return run(program, input, arguments);
    }

    /** Runs another program as it runs that one. */
    Command run(Path other, List<String> arguments) throws IOException, InterruptedException {
        return run(other, "", arguments);
    }

    private Command run(Path chosen, String input, List<String> arguments) throws IOException, InterruptedException {
        Path given = Files.writeString(folder.resolve("arguments"), String.join("\0", arguments) + '\0', UTF_8);
        Path read = Files.writeString(folder.resolve("input"), input, UTF_8);
        Path printed = folder.resolve("printed");
        Path code = folder.resolve("code");
        // xargs hands bytes on as they are, whatever Java makes of the locale; but it has exit codes of its own.
        Path keeper = Files.writeString(folder.resolve("keeper"), "#!/bin/sh\n\"$@\"\necho $? >\"$CODE\"\n", UTF_8);
        Files.setPosixFilePermissions(keeper, PosixFilePermissions.fromString("rwx------"));
        var builder = new ProcessBuilder(
                        "xargs", "-0", "-x", "-a", given.toString(), keeper.toString(), chosen.toString())
                .directory(desk().toFile())
                .redirectInput(read.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().put("CODE", code.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("still running: " + arguments);
        }
        String text = new String(Files.readAllBytes(printed), UTF_8);
        return new Command(arguments, Integer.parseInt(Files.readString(code).strip()), text);
    }
}
