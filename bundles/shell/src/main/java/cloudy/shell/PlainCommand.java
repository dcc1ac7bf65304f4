// SPDX-License-Identifier: Apache-2.0
package cloudy.shell;

import cloudy.api.InvalidFieldException;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.support.CommandException;

/** A command that ends well or with one plain sentence, and an exit status that scripts can see. */
public abstract class PlainCommand implements Action {

    /** The session's own stream: Karaf gives every thread that runs a command another one, and pipes end here too. */
    PrintStream out = System.out;

    @Override
    public final Object execute() throws CommandException {
        try {
            run();
            return null;
        } catch (InvalidFieldException e) {
            throw failure(e.getMessage());
        } catch (IOException e) {
            throw failure("The disk did not take it: " + e.getMessage());
        }
    }

    abstract void run() throws CommandException, IOException;

    /**
     * Karaf withdraws all commands while a service that one of them must have is missing, so that they would come and
     * go: each asks for its services as optional, and says which one is missing.
     */
    static <T> T need(T service, String name) throws CommandException {
        if (service == null) {
            throw failure("This needs the " + name + ", which is not running: see bundle:list.");
        }
        return service;
    }

    static CommandException failure(String sentence) {
        String shown = new Line(sentence).text();
        // The first is what the shell prints; one of this type is not logged with its stack.
        return new CommandException(shown, shown);
    }

    /** Prints a sentence. */
    void say(String sentence) {
        out.println(new Line(sentence).text());
    }
}
