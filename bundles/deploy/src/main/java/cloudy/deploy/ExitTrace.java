// SPDX-License-Identifier: Apache-2.0
package cloudy.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * The classes that called System.exit, innermost first, of each thread that did. Such a thread stays within the call
 * while the JVM runs its shutdown hooks, which is what tells it from an orderly stop.
 */
record ExitTrace(List<List<String>> callers) {

    static ExitTrace now() {
        var callers = new ArrayList<List<String>>();
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
            List<String> above = Stream.of(stack)
                    .dropWhile(frame -> !(frame.getClassName().equals("java.lang.Runtime")
                            && frame.getMethodName().equals("exit")))
                    .map(StackTraceElement::getClassName)
                    .filter(name -> !name.startsWith("java."))
                    .toList();
            if (!above.isEmpty()) {
                callers.add(above);
            }
        }
        return new ExitTrace(callers);
    }

    /** Whose code is nearest to a call: {@code has} says whether a suspect has a class. */
    Optional<Suspect> culprit(List<Suspect> suspects, BiPredicate<Suspect, String> has) {
        return callers.stream()
                .flatMap(List::stream)
                .flatMap(name -> suspects.stream().filter(suspect -> has.test(suspect, name)))
                .findFirst();
    }
}
