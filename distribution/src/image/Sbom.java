// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints what the program is made of, as CycloneDX: every jar of the assembled folder, and what of npm is in the web
 * page. Only the jars themselves and npm's lock file are asked, so that the same archive gives the same bytes anywhere.
 *
 * <p>{@code java Sbom.java FOLDER LOCK VERSION DATE [JAR...]}, with no more than a JDK.
 */
final class Sbom {

    /** What a licence is called there, and its name in SPDX's list. The first that is found counts. */
    private static final List<Map.Entry<Pattern, String>> LICENCES = List.of(
            Map.entry(Pattern.compile("apache\\.org/licenses/LICENSE-2|Apache-2\\.0|Apache License,? Version 2"), "Apache-2.0"),
            Map.entry(Pattern.compile("BSD-3-Clause|/edl-v10|Eclipse Distribution License"), "BSD-3-Clause"),
            Map.entry(Pattern.compile("epl-v?2|EPL-2\\.0|Eclipse Public License.*2\\.0"), "EPL-2.0"),
            Map.entry(
                    Pattern.compile("javax\\.annotation/blob/master/LICENSE"),
                    "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0"),
            Map.entry(Pattern.compile("\\bMIT\\b"), "MIT"));

    /** Those whose jars say nothing: their licences are on the pages of their projects. */
    private static final Map<String, String> SILENT = Map.of(
            "community.cloudy", "Apache-2.0",
            "org.bouncycastle", "MIT",
            "org.glassfish.jaxb", "BSD-3-Clause");

    private record Part(String group, String name, String version, String purl, String licence, String sha256) {}

    private Sbom() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        var parts = new TreeMap<String, Part>();
        for (String place : List.of("lib", "system", "share")) {
            try (Stream<Path> files = Files.walk(folder.resolve(place))) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    Part part = part(jar, folder.resolve(place).relativize(jar));
                    parts.put(part.purl(), part);
                }
            }
        }
        for (String more : List.of(arguments).subList(4, arguments.length)) {
            Path jar = Path.of(more);
            Part part = part(jar, jar.getFileName());
            parts.put(part.purl(), part);
        }
        npm(Path.of(arguments[1])).forEach(part -> parts.put(part.purl(), part));
        var text = new StringBuilder();
        text.append("{\n\"bomFormat\":\"CycloneDX\",\n\"specVersion\":\"1.5\",\n\"serialNumber\":\"urn:uuid:")
                .append(UUID.nameUUIDFromBytes(parts.values().toString().getBytes(StandardCharsets.UTF_8)))
                .append("\",\n\"version\":1,\n\"metadata\":{\"timestamp\":")
                .append(quoted(arguments[3]))
                .append(",\"component\":{\"type\":\"application\",\"bom-ref\":\"cloudy\",\"name\":\"cloudy\",\"version\":")
                .append(quoted(arguments[2]))
                .append(",\"licenses\":[{\"license\":{\"id\":\"Apache-2.0\"}}]}},\n\"components\":[\n");
        text.append(String.join(",\n", parts.values().stream().map(Sbom::component).toList()));
        System.out.print(text.append("\n]\n}\n"));
    }

    private static Part part(Path jar, Path place) throws IOException {
        try (var opened = new JarFile(jar.toFile())) {
            var coordinates = coordinates(opened, place);
            String group = coordinates.getProperty("groupId", "");
            String name = coordinates.getProperty("artifactId");
            String version = coordinates.getProperty("version");
            return new Part(
                    group,
                    name,
                    version,
                    "pkg:maven/" + (group.isEmpty() ? "" : group + "/") + name + "@" + version,
                    licence(opened, group),
                    sha256(jar));
        }
    }

    /** By its folder, where it lies in a Maven repository; else by what Maven left in it. */
    private static Properties coordinates(JarFile jar, Path place) throws IOException {
        var found = new Properties();
        int depth = place.getNameCount();
        String file = place.getFileName().toString();
        if (depth > 3 && file.startsWith(place.getName(depth - 3) + "-" + place.getName(depth - 2))) {
            found.setProperty(
                    "groupId", place.subpath(0, depth - 3).toString().replace('/', '.').replaceFirst("^maven\\.", ""));
            found.setProperty("artifactId", place.getName(depth - 3).toString());
            found.setProperty("version", place.getName(depth - 2).toString());
            return found;
        }
        // A jar may have others inside it: its own is the one that it is named after.
        var entries = jar.stream()
                .filter(each -> each.getName().matches("META-INF/maven/.*/pom.properties"))
                .toList();
        for (var entry : entries) {
            var candidate = new Properties();
            try (var content = jar.getInputStream(entry)) {
                candidate.load(content);
            }
            if (entries.size() == 1 || file.equals(candidate.get("artifactId") + "-" + candidate.get("version") + ".jar")) {
                return candidate;
            }
        }
        var named = Pattern.compile("(.+?)-(\\d.*)\\.jar").matcher(file);
        if (!named.matches()) {
            throw new IOException(place + " does not say what it is");
        }
        found.setProperty("artifactId", named.group(1));
        found.setProperty("version", named.group(2));
        return found;
    }

    /** As SPDX has it, or, where that does not know it, as the jar says it. */
    private static String licence(JarFile jar, String group) throws IOException {
        var manifest = jar.getManifest();
        String said = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-License");
        if (said == null) {
            said = SILENT.get(group);
        }
        if (said == null) {
            throw new IOException(jar.getName() + " does not say its licence");
        }
        for (var known : LICENCES) {
            if (known.getKey().matcher(said).find()) {
                return known.getValue();
            }
        }
        return said;
    }

    /** What the page is built with and brings along: not the tools for that. npm writes each value on a line of its own. */
    private static List<Part> npm(Path lock) throws IOException {
        var field = Pattern.compile("      \"(version|license|dev|optional)\": \"?([^\",]+)\"?,?");
        var begin = Pattern.compile("    \"node_modules/(.+)\": \\{");
        var found = new ArrayList<Part>();
        String name = null;
        var fields = new TreeMap<String, String>();
        for (String line : Files.readAllLines(lock)) {
            var beginning = begin.matcher(line);
            var one = field.matcher(line);
            if (beginning.matches()) {
                name = beginning.group(1);
                fields.clear();
            } else if (one.matches()) {
                fields.put(one.group(1), one.group(2));
            } else if (line.startsWith("    }") && name != null) {
                // Types are gone when the page is built.
                if (!fields.containsKey("dev") && !name.startsWith("@types/")) {
                    String version = fields.get("version");
                    found.add(new Part(
                            "",
                            name,
                            version,
                            "pkg:npm/" + name.replace("@", "%40") + "@" + version,
                            fields.getOrDefault("license", "NOASSERTION"),
                            ""));
                }
                name = null;
            }
        }
        return found;
    }

    private static String component(Part part) {
        boolean expression = part.licence().contains(" OR ");
        boolean known = expression
                || LICENCES.stream().anyMatch(each -> each.getValue().equals(part.licence()));
        String licence = expression
                ? "{\"expression\":" + quoted(part.licence()) + "}"
                : "{\"license\":{\"" + (known ? "id" : "name") + "\":" + quoted(part.licence()) + "}}";
        return "{\"type\":\"library\",\"bom-ref\":" + quoted(part.purl())
                + (part.group().isEmpty() ? "" : ",\"group\":" + quoted(part.group()))
                + ",\"name\":" + quoted(part.name())
                + ",\"version\":" + quoted(part.version())
                + (part.sha256().isEmpty()
                        ? ""
                        : ",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":" + quoted(part.sha256()) + "}]")
                + ",\"licenses\":[" + licence + "],\"purl\":" + quoted(part.purl()) + "}";
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
