// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.impl.action.osgi.RegistryImpl;
import org.apache.karaf.shell.impl.console.CommandWrapper;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.ArgumentCommandLine;
import org.apache.karaf.shell.support.parsing.DefaultParser;

/** Karaf's own shell without a framework: its parser, its injection, its completion, our commands. */
final class KarafShell implements AutoCloseable {

    private static final List<Class<?>> COMMANDS = List.of(
            NodeCommand.class,
            ServicesCommand.class,
            SearchCommand.class,
            PublishCommand.class,
            WithdrawCommand.class,
            MembersCommand.class,
            JoinCommand.class,
            RttCommand.class,
            EnableCommand.class,
            DisableCommand.class,
            SetCommand.class,
            SettingsCommand.class,
            SettingPids.class,
            MemberNames.class,
            AnyText.class,
            HeardTypes.class,
            HeardNodes.class,
            ServiceIds.class,
            PublishedTypes.class,
            PublishedPorts.class);

    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final SessionFactoryImpl factory;
    private final Session session;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A shell in which these services run, and no others. */
    KarafShell(Object... services) {
        threads.start();
        factory = new SessionFactoryImpl(threads) {
            @Override
            protected Function wrap(Command command) {
                return new PlainWords(command);
            }
        };
        var dependencies = new RegistryImpl(factory);
        Arrays.asList(services).forEach(dependencies::register);
        var manager = new ManagerImpl(dependencies, factory);
        COMMANDS.forEach(manager::register);
        var terminal = new PrintStream(out, true, UTF_8);
        session = factory.create(InputStream.nullInputStream(), terminal, terminal);
    }

    /** What the command prints. */
    String run(String command) throws Exception {
        out.reset();
        session.execute(command);
        return out.toString(UTF_8);
    }

    /** What the shell prints when the command fails. */
    String refuse(String command) throws Exception {
        try {
            String printed = run(command);
            throw new AssertionError("It did not fail, but printed " + printed);
        } catch (CommandException e) {
            return e.getNiceHelp();
        }
    }

    /** What Tab proposes at the end of a command line. */
    List<String> complete(String line) {
        CommandLine parsed = new DefaultParser().parse(session, line, line.length());
        String name = parsed.getArguments()[0].substring("cloudy:".length());
        List<Candidate> candidates = new ArrayList<>();
        factory.getCommand("cloudy", name).getCompleter(false).completeCandidates(session, parsed, candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    /** Arguments are strings, as the shell of a running Karaf hands them on. */
    private static final class PlainWords extends CommandWrapper {

        PlainWords(Command command) {
            super(command);
        }

        @Override
        public Object execute(CommandSession session, List<Object> arguments) throws Exception {
            return super.execute(
                    session,
                    new ArrayList<>(
                            arguments.stream().<Object>map(Object::toString).toList()));
        }
    }

    /** A command line of one word, as completers get it. */
    static CommandLine word(String word) {
        return new ArgumentCommandLine(word, word.length());
    }

    @Override
    public void close() {
        session.close();
        factory.stop();
        threads.stop();
    }
}
