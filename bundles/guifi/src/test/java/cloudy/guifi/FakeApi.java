// SPDX-License-Identifier: Apache-2.0
package cloudy.guifi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What guifi.net does when its API is called, as far as Cloudy calls it: one user, and the nodes of the folder. */
final class FakeApi {

    static final String USER = "anna";
    static final String PASSWORD = "three geese & a pond";

    private static final Set<String> KINDS = Set.of("Proxy", "DNS", "SNPgraphs");

    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Map<Long, Device> devices = new TreeMap<>();
    private final Map<Long, Service> services = new TreeMap<>();
    private final List<Map<String, String>> calls = new CopyOnWriteArrayList<>();
    private long next = 9000;

    private record Device(long node, String title, String mac, Optional<String> address) {}

    private record Service(long device, String name, String kind, String nick) {}

    /** A refusal as guifi.net words it. */
    private static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        private final int code;

        Wrong(int code, String extra) {
            super(extra);
            this.code = code;
        }
    }

    /** Nobody is signed in any more. */
    void expire() {
        tokens.clear();
    }

    /** What was called, without passwords. */
    List<Map<String, String>> calls() {
        return List.copyOf(calls);
    }

    /** The services declared, {@code nick kind}. */
    synchronized List<String> services() {
        return services.values().stream()
                .map(service -> service.nick() + ' ' + service.kind())
                .toList();
    }

    synchronized String answer(String path, HttpExchange exchange) {
        Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
        String command = parameters.getOrDefault("command", "");
        var shown = new LinkedHashMap<>(parameters);
        shown.remove("password");
        calls.add(shown);
        try {
            boolean signsIn = command.equals("guifi.auth.login");
            if (signsIn != path.equals("api/auth")) {
                throw new Wrong(401, command);
            }
            if (!signsIn) {
                String said = exchange.getRequestHeaders().getFirst("Authorization");
                if (said == null || !said.startsWith("GuifiLogin auth=") || !tokens.contains(said.substring(16))) {
                    throw new Wrong(502, "");
                }
            }
            String responses = done(command, parameters);
            return "{\"command\":\"" + command
                    + "\",\"code\":{\"code\":200,\"str\":\"Request completed successfully\"}," + "\"responses\":"
                    + responses + "}";
        } catch (Wrong wrong) {
            return "{\"command\":\"" + command
                    + "\",\"code\":{\"code\":400,\"str\":\"Request could not be completed\"},"
                    + "\"errors\":[{\"code\":" + wrong.code + ",\"str\":\"" + word(wrong.code) + "\",\"extra\":\""
                    + wrong.getMessage() + "\"}]}";
        }
    }

    private static String word(int code) {
        return switch (code) {
            case 401 -> "Command is not valid";
            case 402 -> "Some mandatory fields are missing";
            case 403 -> "Some input data are incorrect";
            case 500 -> "The object does not exist";
            case 501 -> "You do not have permission";
            case 502 -> "The given Auth token is invalid";
            default -> "Error";
        };
    }

    private String done(String command, Map<String, String> given) throws Wrong {
        return switch (command) {
            case "guifi.auth.login" -> signIn(given);
            case "guifi.device.add" -> addDevice(given);
            case "guifi.cloudy.addlink" -> {
                long id = number(given, "cloudy_id");
                Device device = device(id);
                number(given, "device_id");
                devices.put(
                        id,
                        new Device(
                                device.node(),
                                device.title(),
                                device.mac(),
                                Optional.of("10.138.0." + (id % 200 + 20))));
                yield "{\"device\":{\"id\":\"" + given.get("device_id") + "\"}}";
            }
            case "guifi.cloudy.unlink" -> {
                long id = number(given, "cloudy_id");
                Device device = device(id);
                devices.put(id, new Device(device.node(), device.title(), device.mac(), Optional.empty()));
                yield "{\"cloudy\":{\"id\":\"" + id + "\"}}";
            }
            case "guifi.service.add" -> addService(given);
            case "guifi.service.list" -> list(number(given, "server_id"));
            case "guifi.service.get" -> {
                Service service = service(given);
                yield "{\"service\":{\"id\":\"" + given.get("service_id") + "\",\"device_id\":\"" + service.device()
                        + "\"},\"node\":{}}";
            }
            case "guifi.service.update" -> {
                Service old = service(given);
                services.put(
                        number(given, "service_id"),
                        new Service(number(given, "server_id"), old.name(), old.kind(), old.nick()));
                yield "{\"service\":{}}";
            }
            case "guifi.service.remove" -> {
                service(given);
                services.remove(number(given, "service_id"));
                yield "{\"service\":{\"id\":\"" + given.get("service_id") + "\"}}";
            }
            case "guifi.service.types" ->
                "{\"service_type\":{\"Proxy\":\"proxy\",\"DNS\":\"dns\",\"SNPgraphs\":\"graphs\"}}";
            case "guifi.cnml.clear" -> "{}";
            default -> throw new Wrong(401, command);
        };
    }

    private String signIn(Map<String, String> given) throws Wrong {
        if (!USER.equals(given.get("username")) || !PASSWORD.equals(given.get("password"))) {
            throw new Wrong(403, "Either the supplied username or password are not correct");
        }
        // <user's id>:<digest>:<seconds>
        String said = "42:d41d8cd98f00b204e9800998ecf8427" + tokens.size() % 10 + ':'
                + Instant.now().getEpochSecond();
        String token = Base64.getEncoder().encodeToString(said.getBytes(UTF_8));
        tokens.add(token);
        return "{\"authToken\":\"" + token + "\"}";
    }

    private String addDevice(Map<String, String> given) throws Wrong {
        String nick = given.getOrDefault("nick", "");
        if (!"cloudy".equals(given.get("type"))
                || !given.getOrDefault("mac", "").matches("([0-9A-F]{2}:){5}[0-9A-F]{2}")) {
            throw new Wrong(403, "mac: " + given.get("mac"));
        }
        if (devices.values().stream().anyMatch(device -> device.title().equalsIgnoreCase(nick))) {
            throw new Wrong(403, "nick already in use");
        }
        devices.put(++next, new Device(number(given, "node_id"), nick, given.get("mac"), Optional.empty()));
        return "{\"device_id\":\"" + next + "\"}";
    }

    private String addService(Map<String, String> given) throws Wrong {
        long id = number(given, "server_id");
        if (!KINDS.contains(given.get("service_type"))) {
            throw new Wrong(403, "This server type is not defined.");
        }
        if (device(id).address().isEmpty()) {
            throw new Wrong(403, "This server did not assign IPv4 address.");
        }
        if (services.values().stream().anyMatch(service -> service.nick().equals(given.get("nick")))) {
            throw new Wrong(403, "This nick already in use.");
        }
        services.put(++next, new Service(id, given.get("name"), given.get("service_type"), given.get("nick")));
        return "{\"service\":{\"id\":" + next + "}}";
    }

    private String list(long device) {
        var list = new StringBuilder();
        services.forEach((id, service) -> {
            if (service.device() == device) {
                list.append(list.isEmpty() ? "" : ",")
                        .append("{\"id\":\"" + id + "\",\"service_type\":\"" + service.kind() + "\",\"device_id\":\""
                                + device + "\"}");
            }
        });
        return "{\"services\":[" + list + "]}";
    }

    private Device device(long id) throws Wrong {
        Device device = devices.get(id);
        if (device == null) {
            throw new Wrong(500, "device not found: " + id);
        }
        return device;
    }

    private Service service(Map<String, String> given) throws Wrong {
        Service service = services.get(number(given, "service_id"));
        if (service == null) {
            throw new Wrong(403, "This service does not exist.");
        }
        return service;
    }

    private static long number(Map<String, String> given, String name) throws Wrong {
        String said = given.getOrDefault(name, "");
        if (!said.matches("[0-9]{1,9}")) {
            throw new Wrong(402, name);
        }
        return Long.parseLong(said);
    }

    /** A file with what was added to the nodes in it. */
    synchronized byte[] known(String path, byte[] file) {
        if (!path.endsWith("/node")) {
            return file;
        }
        var added = new StringBuilder();
        devices.forEach((id, device) -> {
            if (path.equals("guifi/cnml/" + device.node() + "/node")) {
                added.append("<device id=\"" + id + "\" title=\"" + device.title()
                        + "\" type=\"cloudy\" status=\"Testing\">");
                device.address()
                        .ifPresent(address -> added.append("<interface id=\"7" + id + "\" mac=\"" + device.mac()
                                + "\" ipv4=\"" + address + "\" mask=\"255.255.255.224\" type=\"Lan\"/>"));
                services.forEach((number, service) -> {
                    if (service.device() == id) {
                        added.append("<service id=\"" + number + "\" title=\"" + service.name() + "\" type=\""
                                + service.kind() + "\" status=\"Working\"/>");
                    }
                });
                added.append("</device>");
            }
        });
        return new String(file, UTF_8).replace("</node>", added + "</node>").getBytes(UTF_8);
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }
}
