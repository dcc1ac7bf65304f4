// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.Audience;
import cloudy.api.InvalidFieldException;
import cloudy.api.Offer;
import cloudy.api.Protocol;
import cloudy.api.Txt;
import cloudy.api.Why;
import cloudy.api.access.Caller;
import cloudy.api.form.Texts;
import cloudy.api.registry.Share;
import cloudy.api.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** {@code cloudy:publish}. */
@Service
@Command(
        scope = "cloudy",
        name = "publish",
        description = "Announces a service that runs on this device, for as long as it answers; a restart does not"
                + " forget it, and the same type and port again replaces it.")
public final class PublishCommand extends PlainCommand {

    /** Anything else is left to the settings to refuse: a name would be looked up here. */
    private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    @Reference(optional = true)
    Settings settings;

    @Argument(
            index = 0,
            name = "description",
            description = "What neighbours read in the list of services, such as \"Shared pads\"",
            required = true)
    @Completion(AnyText.class)
    String description;

    @Argument(index = 1, name = "type", description = "Service type, such as etherpad", required = true)
    @Completion(HeardTypes.class)
    String type;

    @Argument(index = 2, name = "port", description = "Where neighbours connect to; 0 for no port", required = true)
    String port;

    @Argument(
            index = 3,
            name = "txt",
            description = "Facts for those who want to use it, such as \"path=/pads&lang=ca\"")
    String txt;

    @Option(
            name = "--check",
            description = "Host and port, or web address, that answer while the service can be used, such as"
                    + " 127.0.0.1:9001; none for no check at all. Where it is missing, the port is probed as a"
                    + " neighbour would")
    @Completion(value = StringsCompleter.class, values = "none")
    String check;

    @Option(name = "--protocol", description = "tcp or udp; a service over UDP needs --check")
    @Completion(
            value = StringsCompleter.class,
            values = {"tcp", "udp"})
    String protocol;

    @Option(
            name = "--address",
            description = "IP address of the host that the service runs on, when it is not this one")
    String address;

    @Option(name = "--audience", description = "The widest circle that may hear of it: lan or community")
    @Completion(
            value = StringsCompleter.class,
            values = {"lan", "community"})
    String audience;

    @Override
    void run() throws CommandException, IOException {
        need(settings, "bundle cloudy.settings");
        Share share = Share.of(offer(), Optional.ofNullable(check));
        boolean again = settings.pids().contains(share.pid());
        Map<String, String> values = share.settings();
        if (address != null) {
            values.put("address", address);
        }
        settings.write(share.pid(), values, Caller.shell());
        say((again ? "Published anew" : "Published") + " in " + share.file()
                + "; cloudy:services says what becomes of it.");
    }

    /** What the file will make of it, as far as that can be told before: a refusal now is better than one in the log. */
    private Offer offer() {
        Offer offer = Offer.of(type, description, port())
                .with(txt == null ? Txt.EMPTY : Txt.parse(txt))
                .over(word("--protocol", Protocol.class, protocol, Protocol.TCP))
                .to(word("--audience", Audience.class, audience, Audience.COMMUNITY));
        return address != null && IP_ADDRESS.matcher(address).matches() ? offer.at(address()) : offer;
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new InvalidFieldException(
                    "address",
                    Texts.of(
                            "ha de ser una adreça IP, com ara 10.139.40.22",
                            "debe ser una dirección IP, como 10.139.40.22",
                            "must be an IP address, such as 10.139.40.22"),
                    address);
        }
    }

    private int port() {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new InvalidFieldException("port", Why.mustBeBetween(0, 65535), port);
        }
    }

    private static <E extends Enum<E>> E word(String option, Class<E> words, String text, E missing) {
        try {
            return text == null ? missing : Enum.valueOf(words, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            E[] all = words.getEnumConstants();
            throw new InvalidFieldException(option, Why.mustBeEither(lower(all[0]), lower(all[1])), text);
        }
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
