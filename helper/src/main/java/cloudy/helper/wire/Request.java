// SPDX-License-Identifier: Apache-2.0
package cloudy.helper.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the node can ask for: all of it, and nothing else. */
public sealed interface Request {

    /** Install a package; answered by {@link Reply.Line}s and a {@link Reply.Done}. */
    record Install(DebianPackage what) implements Request {}

    /**
     * Start a program. What ran of it before is ended first. Answered by {@link Reply.Open} once what it writes can be
     * read, and that has to be read now, then by {@link Reply.Running}.
     *
     * @param arguments without the program itself, which is where it is
     * @param variables of those that it may be given
     */
    record Start(Program what, List<String> arguments, Map<String, String> variables) implements Request {

        public Start {
            arguments = List.copyOf(arguments);
            variables = Map.copyOf(variables);
            require(arguments.size() <= MOST_ARGUMENTS, "too many arguments");
            arguments.forEach(Request::requirePlain);
            for (var variable : variables.entrySet()) {
                require(what.variables().contains(variable.getKey()), "a variable that is not for it");
                requirePlain(variable.getValue());
            }
        }
    }

    /** Send a signal to a program; answered by {@link Reply.Done}. */
    record Signal(Program what, Kind kind) implements Request {

        /** The signals; all but the last are for the main process alone. */
        public enum Kind {
            HUP,
            INT,
            TERM,
            KILL
        }
    }

    /**
     * End a program and all its processes, wait for that, and give the node's user what belongs to the program's; answered
     * by {@link Reply.Done}.
     */
    record Stop(Program what) implements Request {}

    /** Tell how a program is; answered by {@link Reply.Running} or {@link Reply.Done}, with how it ended. */
    record Status(Program what) implements Request {}

    /**
     * Read what a program keeps, as its user may: a file, or a folder with all that is in it. Answered by {@link Reply.Open},
     * where an archive as tar writes it comes out, then by {@link Reply.Done}: 0, or 1 where something changed meanwhile.
     *
     * @param path below {@code data}
     */
    record Read(Program what, String path) implements Request {

        public Read {
            requirePlain(path);
            require(
                    what.keeps(path) && Arrays.stream(path.split("/", -1)).noneMatch(Set.of("", ".", "..")::contains),
                    "a place where it keeps nothing");
        }
    }

    int MOST_ARGUMENTS = 64;
    int LONGEST = 4_096;

    /** Writes it down, without its length. */
    static void write(Request request, DataOutputStream out) throws IOException {
        if (request instanceof Install install) {
            out.writeByte(1);
            out.writeUTF(install.what().debian());
        } else if (request instanceof Start start) {
            out.writeByte(2);
            out.writeUTF(start.what().word());
            out.writeByte(start.arguments().size());
            for (String argument : start.arguments()) {
                out.writeUTF(argument);
            }
            out.writeByte(start.variables().size());
            for (var variable : start.variables().entrySet()) {
                out.writeUTF(variable.getKey());
                out.writeUTF(variable.getValue());
            }
        } else if (request instanceof Signal signal) {
            out.writeByte(3);
            out.writeUTF(signal.what().word());
            out.writeUTF(signal.kind().name());
        } else if (request instanceof Stop stop) {
            out.writeByte(4);
            out.writeUTF(stop.what().word());
        } else if (request instanceof Status status) {
            out.writeByte(5);
            out.writeUTF(status.what().word());
        } else if (request instanceof Read read) {
            out.writeByte(6);
            out.writeUTF(read.what().word());
            out.writeUTF(read.path());
        }
    }

    /**
     * Reads one, of anybody.
     *
     * @throws IOException where it is none
     * @throws IllegalArgumentException where it asks for what there is not
     */
    static Request read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case 1 -> {
                String name = in.readUTF();
                yield new Install(DebianPackage.of(name).orElseThrow(() -> unknown("package")));
            }
            case 2 -> new Start(program(in), texts(in), variables(in));
            case 3 -> {
                Program what = program(in);
                yield new Signal(what, kind(in.readUTF()));
            }
            case 4 -> new Stop(program(in));
            case 5 -> new Status(program(in));
            case 6 -> new Read(program(in), in.readUTF());
            default -> throw unknown("action");
        };
    }

    private static Signal.Kind kind(String name) {
        return Arrays.stream(Signal.Kind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown("signal"));
    }

    private static Program program(DataInputStream in) throws IOException {
        return Program.of(in.readUTF()).orElseThrow(() -> unknown("program"));
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        require(count <= MOST_ARGUMENTS, "too many arguments");
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private static Map<String, String> variables(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        Map<String, String> variables = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            variables.put(in.readUTF(), in.readUTF());
        }
        return variables;
    }

    private static void requirePlain(String text) {
        require(
                text.length() <= LONGEST
                        && text.codePoints().noneMatch(one -> Character.isISOControl(one) || isHalf(one)),
                "a text that is too long or not one line");
    }

    /** Half a character has no form in UTF-8. */
    private static boolean isHalf(int one) {
        return one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE;
    }

    private static void require(boolean so, String otherwise) {
        if (!so) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException("unknown " + what);
    }
}
