// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;

/** Completes a word from those that are known at the moment. */
public abstract class Words implements Completer {

    /** What lands in a command line is run: a stranger's {@code $(…)}, {@code ;} or option is never proposed. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~/-]{0,254}");

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> harmless = known(List.of(line.getArguments()))
                .filter(word -> HARMLESS.matcher(word).matches())
                .toList();
        return new StringsCompleter(harmless).complete(session, line, candidates);
    }

    /**
     * Everything that could stand here.
     *
     * @param arguments the words of the command so far
     */
    abstract Stream<String> known(List<String> arguments);
}
