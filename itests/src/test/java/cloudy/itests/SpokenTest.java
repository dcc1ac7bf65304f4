// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import static org.assertj.core.api.Assertions.assertThat;

import cloudy.api.Health;
import cloudy.api.InvalidFieldException;
import cloudy.api.cluster.ClusterState;
import cloudy.api.daemon.DaemonState;
import cloudy.api.form.Texts;
import cloudy.api.network.Outcome;
import cloudy.api.registry.LocalService;
import cloudy.api.rest.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What bundles of ours say to people is in three languages; who writes another bundle may do with one. */
class SpokenTest {

    /** What carries words to people. */
    private static final List<Class<?>> CARRIERS = List.of(
            Problem.class,
            InvalidFieldException.class,
            Health.class,
            Outcome.class,
            DaemonState.class,
            LocalService.class,
            ClusterState.class);

    /** Two words in a row, the first of which is in English, or in no language but ours. */
    private static final Pattern ONE_SENTENCE =
            Pattern.compile("Texts\\.of\\(\\s*\"(?:[^\"\\\\]|\\\\.)*[a-z]{2,} [a-z]{2,}(?:[^\"\\\\]|\\\\.)*\"\\s*\\)");

    @Test
    void noBundleOfOursRefusesOrExplainsInEnglishOnly() throws IOException {
        Set<String> english = english();
        assertThat(english).hasSizeGreaterThan(12);
        var found = new TreeSet<String>();
        for (Path jar : jars()) {
            try (var file = new JarFile(jar.toFile())) {
                for (JarEntry entry : file.stream()
                        .filter(each -> each.getName().endsWith(".class"))
                        .filter(each -> !isCarrier(each.getName()))
                        .toList()) {
                    try (InputStream in = file.getInputStream(entry)) {
                        ClassFile.calls(in).stream()
                                .filter(english::contains)
                                .forEach(call -> found.add(entry.getName() + " calls " + call));
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noTextForAllLanguagesIsASentence() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Project.root().resolve("bundles"))) {
            for (Path file : all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("/src/main/java/"))
                    .toList()) {
                ONE_SENTENCE
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(match -> found.add(Project.shown(file) + ": " + match.group()));
            }
        }
        assertThat(found).isEmpty();
    }

    /** The ways to make a carrier of one text, where there is the same with texts in languages. */
    private static Set<String> english() {
        return CARRIERS.stream()
                .flatMap(carrier -> Stream.concat(
                        Arrays.stream(carrier.getConstructors()), Arrays.stream(carrier.getDeclaredMethods())))
                .filter(SpokenTest::hasTwinInLanguages)
                .map(SpokenTest::reference)
                .collect(Collectors.toSet());
    }

    private static boolean hasTwinInLanguages(Executable one) {
        Class<?>[] types = one.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i] == String.class) {
                Class<?>[] twin = types.clone();
                twin[i] = Texts.class;
                if (siblings(one).anyMatch(other -> Arrays.equals(other.getParameterTypes(), twin))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Stream<? extends Executable> siblings(Executable one) {
        Class<?> carrier = one.getDeclaringClass();
        return one instanceof Constructor
                ? Arrays.stream(carrier.getDeclaredConstructors())
                : Arrays.stream(carrier.getDeclaredMethods())
                        .filter(other -> other.getName().equals(one.getName()));
    }

    private static String reference(Executable one) {
        Class<?> answer = one instanceof Method method ? method.getReturnType() : void.class;
        String name = one instanceof Constructor ? "<init>" : one.getName();
        return one.getDeclaringClass().getName().replace('.', '/')
                + '.'
                + name
                + MethodType.methodType(answer, one.getParameterTypes()).toMethodDescriptorString();
    }

    /** Within these classes one way leads to the other. */
    private static boolean isCarrier(String entry) {
        return CARRIERS.stream()
                .anyMatch(carrier -> entry.equals(carrier.getName().replace('.', '/') + ".class"));
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> folders = Files.list(Project.root().resolve("bundles"))) {
            return folders.filter(path -> Files.exists(path.resolve("pom.xml")))
                    .map(path -> path.resolve("target/cloudy." + path.getFileName() + '-' + Project.version() + ".jar"))
                    .toList();
        }
    }
}
