// SPDX-License-Identifier: Apache-2.0
package cloudy.registry;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.registry.LocalService;
import cloudy.api.registry.LocalService.Wish;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The operator's wishes as settings: those of a service of ours are among its own, those of a stranger's component are
 * files of the registry's, which it lays over the component's properties.
 *
 * <p>Safe for use by many threads.
 */
final class Wishes {

    static final String ENABLED = "enabled";
    static final String PUBLISH = "publish";
    static final String AUDIENCE = "audience";

    private static final List<String> WORDS = List.of(ENABLED, PUBLISH, AUDIENCE);
    private static final Map<String, String> USUAL =
            Map.of(ENABLED, "true", PUBLISH, "true", AUDIENCE, Audience.COMMUNITY.name());
    private static final String SERVICE = "service";
    private static final int READABLE = 30;

    private final Settings settings;

    private final AtomicLong turns = new AtomicLong();
    private final AtomicReference<Laid> laid = new AtomicReference<>(new Laid(0, Map.of()));

    Wishes(Settings settings) {
        this.settings = settings;
        read();
    }

    /**
     * A service as far as its wishes are concerned.
     *
     * @param properties what it was registered with
     * @param declared what its component has by itself, where no settings say otherwise
     */
    record Subject(String id, Map<String, Object> properties, Supplier<Map<String, Object>> declared) {}

    /** Wishes for strangers' components: properties by service. */
    private record Laid(long turn, Map<String, Map<String, String>> properties) {}

    /** All three wishes as words. */
    static Map<String, String> words(Wish wish) {
        var words = new LinkedHashMap<String, String>();
        words.put(ENABLED, Boolean.toString(wish.enabled()));
        words.put(PUBLISH, Boolean.toString(wish.publish()));
        words.put(AUDIENCE, wish.audience().name().toLowerCase(Locale.ROOT));
        return words;
    }

    /** A service with these wishes in place of its own. */
    static LocalService with(LocalService service, Map<String, String> words) {
        Wish then = service.wish();
        return new LocalService(
                service.id(),
                service.bundle(),
                service.run(),
                service.why(),
                service.since(),
                new Wish(
                        Optional.ofNullable(words.get(ENABLED))
                                .map(Boolean::valueOf)
                                .orElse(then.enabled()),
                        Optional.ofNullable(words.get(PUBLISH))
                                .map(Boolean::valueOf)
                                .orElse(then.publish()),
                        Optional.ofNullable(words.get(AUDIENCE))
                                .map(word -> Audience.valueOf(word.toUpperCase(Locale.ROOT)))
                                .orElse(then.audience())),
                service.offers());
    }

    /**
     * Reads what is wished of strangers' components. Whoever puts settings in force may call it while he holds their lock,
     * so it waits for nobody; of two at a time the later one counts.
     */
    void read() {
        long turn = turns.incrementAndGet();
        Map<String, Map<String, String>> all = new HashMap<>();
        for (String pid : strangers()) {
            Map<String, String> values = settings.read(pid);
            Map<String, String> over = new HashMap<>();
            WORDS.forEach(word -> Optional.ofNullable(values.get(word)).ifPresent(text -> over.put(key(word), text)));
            Optional.ofNullable(values.get(SERVICE)).ifPresent(id -> all.put(id, Map.copyOf(over)));
        }
        laid.accumulateAndGet(new Laid(turn, Map.copyOf(all)), (old, fresh) -> old.turn() > fresh.turn() ? old : fresh);
    }

    /** The properties of a service with what the operator wishes of it. */
    Map<String, Object> over(String id, Map<String, Object> properties) {
        Map<String, String> over = LocalService.pid(id).isPresent()
                ? Map.of()
                : laid.get().properties().getOrDefault(id, Map.of());
        if (over.isEmpty()) {
            return properties;
        }
        Map<String, Object> both = new HashMap<>(properties);
        both.putAll(over);
        return both;
    }

    /** Has these wishes fulfilled from now on, and those that are not named stay. */
    synchronized void write(Subject subject, Map<String, String> wanted, Caller by) throws IOException {
        Optional<String> own = LocalService.pid(subject.id());
        if (own.isPresent()) {
            writeOwn(own.get(), subject.declared(), wanted, by);
        } else {
            writeLaid(subject, wanted, by);
        }
    }

    private void writeOwn(String pid, Supplier<Map<String, Object>> declared, Map<String, String> wanted, Caller by)
            throws IOException {
        Map<String, String> now = settings.read(pid);
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        // One of a list may say the same in words of its own, which would hold again if ours were taken away.
        boolean one = pid.indexOf('~') >= 0;
        Map<String, Object> itself = one ? Map.of() : declared.get();
        wanted.forEach((word, text) -> {
            // A daemon is off for as long as nothing says that it is on, whatever its component has by itself.
            boolean said = one || (word.equals(ENABLED) && Boolean.parseBoolean(text));
            Optional<String> next = said || !isUsual(itself, word, text) ? Optional.of(text) : Optional.empty();
            if (!next.equals(Optional.ofNullable(now.get(key(word))))) {
                changes.put(key(word), next);
            }
        });
        if (!changes.isEmpty()) {
            settings.change(pid, changes, by);
        }
    }

    private void writeLaid(Subject subject, Map<String, String> wanted, Caller by) throws IOException {
        String pid = pid(subject.id());
        Map<String, String> now = settings.read(pid);
        if (!now.getOrDefault(SERVICE, subject.id()).equals(subject.id())) {
            throw new InvalidFieldException(
                    SERVICE,
                    Texts.of(
                                    "és un altre a la configuració %s",
                                    "es otro en la configuración %s", "is another one in the settings %s")
                            .with(pid),
                    now.get(SERVICE));
        }
        Map<String, String> next = new LinkedHashMap<>(now);
        wanted.forEach((word, text) -> {
            if (isUsual(subject.properties(), word, text)) {
                next.remove(word);
            } else {
                next.put(word, text);
            }
        });
        if (WORDS.stream().noneMatch(next::containsKey)) {
            settings.delete(pid, by);
        } else if (!next.equals(now)) {
            next.put(SERVICE, subject.id());
            settings.write(pid, next, by);
        }
        read();
    }

    /** The settings that name a service already, else those that its id leads to. */
    private String pid(String id) {
        return strangers().stream()
                .filter(pid -> id.equals(settings.read(pid).get(SERVICE)))
                .reduce((first, last) -> last)
                .orElseGet(() -> StrangerWish.PID + '~' + name(id));
    }

    private SortedSet<String> strangers() {
        var pids = new TreeSet<>(settings.pids());
        pids.removeIf(pid -> !pid.startsWith(StrangerWish.PID + '~'));
        return pids;
    }

    /** What a person recognises, and 128 bits that no other id has. */
    static String name(String id) {
        String readable = id.replaceAll("[^A-Za-z0-9]+", "-");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return readable.substring(Math.max(0, readable.length() - READABLE))
                    + '-'
                    + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean isUsual(Map<String, Object> properties, String word, String text) {
        return properties
                .getOrDefault(key(word), USUAL.get(word))
                .toString()
                .strip()
                .equalsIgnoreCase(text);
    }

    private static String key(String word) {
        return "cloudy." + word;
    }
}
