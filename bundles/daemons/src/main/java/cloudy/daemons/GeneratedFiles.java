// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.Text;
import cloudy.api.daemon.Daemon;
import cloudy.api.file.AtomicFile;
import cloudy.api.file.Trees;
import cloudy.api.form.Texts;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files that are generated for a program: one folder for each generation, named by what is in it. A generation that
 * the program's own checker refuses never takes the place of the one before.
 */
final class GeneratedFiles {

    /** Leads to the generation in force; what a program is told, so that it finds the next one when it reads again. */
    private static final String CURRENT = "files";

    private static final int CHECK_SECONDS = 10;
    private static final int MAX_REASON = 300;
    private static final int MAX_ANSWER = 256 * 1024;
    private static final Pattern WRONG = Pattern.compile("(?i)\\b(fatal|error|unrecognized|invalid|bungled)\\b");

    private final Path folder;

    GeneratedFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * The files that a program is to run with.
     *
     * @param files where they are; empty where the checker refused the first ones
     * @param refusal why the checker refused those that were asked for; empty when it did not
     */
    record Prepared(Optional<Path> files, Texts refusal) {}

    /**
     * Writes the files of a daemon, unless they are there, and has them checked.
     *
     * @param command turns the daemon's argument array into one that can be run with the files in a folder
     */
    Prepared prepare(Daemon daemon, CommandIn command) throws IOException, InterruptedException {
        Path wanted = folder.resolve("files-" + fingerprint(daemon));
        Optional<Path> current = current();
        if (current.equals(Optional.of(wanted))) {
            return new Prepared(current, Texts.none());
        }
        write(daemon.files(), wanted, command.placeholders(wanted));
        Texts refusal = daemon.checker().isEmpty() ? Texts.none() : check(command.of(daemon.checker(), wanted));
        if (!refusal.isEmpty()) {
            Trees.delete(wanted);
            return new Prepared(current, refusal);
        }
        putInForce(wanted);
        forgetOthersThan(wanted, current);
        return new Prepared(Optional.of(wanted), Texts.none());
    }

    /** Where the generation in force is found, whichever it is. */
    Path inForce() {
        return folder.resolve(CURRENT);
    }

    /** How argument arrays and texts with placeholders become such that can be used. */
    interface CommandIn {

        List<String> of(List<String> command, Path files) throws IOException;

        UnaryOperator<String> placeholders(Path files);
    }

    private Optional<Path> current() throws IOException {
        Path link = inForce();
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        return Optional.of(folder.resolve(Files.readSymbolicLink(link))).filter(Files::isDirectory);
    }

    private void putInForce(Path generation) throws IOException {
        Path unfinished = folder.resolve(CURRENT + AtomicFile.UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createSymbolicLink(unfinished, generation.getFileName());
        Files.move(unfinished, inForce(), StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.syncFolder(folder);
    }

    private void write(Map<String, String> files, Path into, UnaryOperator<String> placeholders) throws IOException {
        Trees.delete(into);
        AtomicFile.privateFolder(into);
        for (var file : files.entrySet()) {
            byte[] text = placeholders.apply(file.getValue()).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(into.resolve(file.getKey()), text);
        }
        AtomicFile.syncFolder(folder);
    }

    private void forgetOthersThan(Path wanted, Optional<Path> before) throws IOException {
        try (var generations = Files.newDirectoryStream(folder, "files-*")) {
            for (Path generation : generations) {
                if (!generation.equals(wanted) && !before.equals(Optional.of(generation))) {
                    Trees.delete(generation);
                }
            }
        }
    }

    /** Runs the checker; its answer is what it wrote, or nothing when it is content. */
    private Texts check(List<String> command) throws IOException, InterruptedException {
        Path answer = folder.resolve("checker.out");
        Process checker = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!checker.waitFor(CHECK_SECONDS, TimeUnit.SECONDS)) {
            checker.destroyForcibly();
            return Texts.of(
                            "%s no ha dit en %s s si la configuració és bona",
                            "%s no ha dicho en %s s si la configuración es buena",
                            "%s did not say within %s s whether the settings are good")
                    .with(command.get(0), CHECK_SECONDS);
        }
        if (checker.exitValue() == 0) {
            return Texts.none();
        }
        String said;
        try (var output = Files.newInputStream(answer)) {
            said = decisive(new String(output.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8).strip());
        }
        return said.isEmpty()
                ? Texts.of(
                                "%s rebutja la configuració amb l'estat %s",
                                "%s rechaza la configuración con el estado %s",
                                "%s refuses the settings with status %s")
                        .with(command.get(0), checker.exitValue())
                : Texts.of(Text.clean(said.replaceAll("\\s+", " "), MAX_REASON));
    }

    /** Of a checker that tells all that it does, squid for one, what went wrong. */
    private static String decisive(String said) {
        String wrong = said.lines().filter(line -> WRONG.matcher(line).find()).collect(Collectors.joining("\n"));
        return wrong.isEmpty() ? said : wrong;
    }

    private static String fingerprint(Daemon daemon) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(daemon.checker().toString().getBytes(StandardCharsets.UTF_8));
            new TreeMap<>(daemon.files()).forEach((name, text) -> {
                digest.update((name + '\0' + text + '\0').getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
