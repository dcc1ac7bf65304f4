// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import cloudy.api.guifi.Copy;
import cloudy.api.guifi.GuifiService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How answers show guifi.net and what there is of this node. Names are the word of strangers, to be shown as text. */
final class View {

    private static final int MAX_NICK = 33;

    private final Guifi guifi;
    private final Account account;
    private final List<Locale> languages;
    private final List<GuifiService> services;

    View(Guifi guifi, Account account, List<GuifiService> services, List<Locale> languages) {
        this.guifi = guifi;
        this.account = account;
        this.services = services;
        this.languages = languages;
    }

    /** Everything that is known here, without asking guifi.net. */
    Map<String, Object> state(Optional<String> mac) {
        var view = new LinkedHashMap<String, Object>();
        view.put("site", guifi.base());
        view.put("zone", guifi.zone());
        view.put("user", account.user());
        view.put("signedIn", !account.token().isEmpty());
        account.until().ifPresent(until -> view.put("signedInUntil", until));
        view.put("node", account.node());
        view.put("device", account.device());
        view.put("mac", mac.orElse(""));
        view.put("services", services.stream().map(this::service).toList());
        view.put("copies", copies());
        return view;
    }

    private Map<String, Object> service(GuifiService service) {
        var view = new LinkedHashMap<String, Object>();
        view.put("kind", service.kind());
        view.put("title", service.title().in(languages));
        view.put("id", service.id().orElse(0));
        return view;
    }

    private List<Map<String, Object>> copies() {
        var views = new ArrayList<Map<String, Object>>();
        guifi.copies().states().forEach((key, state) -> {
            var view = new LinkedHashMap<String, Object>();
            view.put("name", key);
            view.put("asked", state.asked());
            state.asOf().ifPresent(asOf -> view.put("asOf", asOf));
            view.put("trouble", state.trouble().in(languages));
            views.add(view);
        });
        return views;
    }

    Map<String, Object> found(Copy<Places.Found> found) {
        var items = new ArrayList<Map<String, Object>>();
        for (Cnml.Node node : found.value().nodes()) {
            var view = new LinkedHashMap<String, Object>();
            view.put("id", node.id());
            view.put("title", node.title());
            view.put("zone", found.value().zones().getOrDefault(node.zone(), ""));
            view.put("status", node.status());
            items.add(view);
        }
        var view = new LinkedHashMap<String, Object>();
        view.put("items", items);
        view.put("asOf", found.asOf());
        return view;
    }

    Map<String, Object> place(Places.Place place) {
        var view = new LinkedHashMap<String, Object>();
        view.put("id", place.node().id());
        view.put("title", place.node().title());
        view.put("status", place.node().status());
        view.put("nick", nick(place.node().title()));
        view.put("devices", place.devices().stream().map(View::device).toList());
        return view;
    }

    private static Map<String, Object> device(Places.Device device) {
        var view = new LinkedHashMap<String, Object>();
        view.put("id", device.device().id());
        view.put("title", device.device().title());
        view.put("type", device.device().type());
        view.put("status", device.device().status());
        view.put("addresses", device.addresses());
        view.put(
                "services",
                device.services().stream()
                        .map(service -> Map.of("id", service.id(), "kind", service.kind(), "title", service.title()))
                        .toList());
        return view;
    }

    /** What this device is called unless somebody wants it otherwise: {@code <node>-Cloudy}. */
    static String nick(String node) {
        String plain = Literals.ascii(node, MAX_NICK).replaceAll("[^A-Za-z0-9_.-]+", "");
        return (plain.isEmpty() ? "node" : plain) + "-Cloudy";
    }
}
