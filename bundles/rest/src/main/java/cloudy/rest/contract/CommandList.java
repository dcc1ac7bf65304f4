// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.contract;

import cloudy.api.Greeting;
import cloudy.api.file.AtomicFile;
import cloudy.api.form.Texts;
import cloudy.rest.time.Clockwork;
import cloudy.rest.time.TimerThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code data/run/commands}: the nouns and verbs of {@code bin/cloudy}, {@linkplain CommandTable as it reads them}.
 * They follow the contract a moment later, for many bundles change it together; but the node is not called up before
 * they are there, which is why this is asked for a greeting.
 */
@Component(service = Greeting.class)
public final class CommandList implements Greeting {

    private static final Logger LOG = LoggerFactory.getLogger(CommandList.class);
    private static final long MOMENT_MS = 500;

    private final Contract contract;
    private final Path file;
    private final Clockwork clockwork;
    private final Runnable listener = this::changed;
    private final AtomicBoolean due = new AtomicBoolean();
    private String written = "";

    @Activate
    public CommandList(@Reference Contract contract) {
        this(
                contract,
                Path.of(System.getProperty("karaf.data"), "run", "commands"),
                new TimerThread("cloudy-rest-commands"));
    }

    CommandList(Contract contract, Path file, Clockwork clockwork) {
        this.contract = contract;
        this.file = file;
        this.clockwork = clockwork;
        contract.listen(listener);
        changed();
    }

    @Deactivate
    void close() {
        contract.forget(listener);
        clockwork.close();
    }

    /** Nothing to be said; what is asked of the node from now on finds its command. */
    @Override
    public List<Texts> lines() {
        write();
        return List.of();
    }

    private void changed() {
        if (due.compareAndSet(false, true)) {
            clockwork.after(MOMENT_MS, this::write);
        }
    }

    private synchronized void write() {
        due.set(false);
        String table = CommandTable.of(contract.routes());
        if (table.equals(written)) {
            return;
        }
        try {
            AtomicFile.privateFolder(file.getParent());
            AtomicFile.write(file, table.getBytes(StandardCharsets.UTF_8));
            written = table;
        } catch (IOException e) {
            LOG.error("{} could not be written, so the command line knows no commands: {}", file, e.toString());
        }
    }
}
