// SPDX-License-Identifier: Apache-2.0
package cloudy.daemons;

import cloudy.api.form.Explained;
import cloudy.api.form.Texts;
import cloudy.api.job.Jobs;
import cloudy.helper.wire.DebianPackage;
import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;

/**
 * Has root's helper install a package, and the services that wait for it look again.
 *
 * @param then what is done once it is there
 */
record Installation(HelperCalls helper, DebianPackage what, Runnable then) implements Jobs.Work {

    @Override
    public void run(Jobs.Progress progress) throws IOException, InterruptedException {
        progress.step(
                Texts.of("S'instal·la el paquet %s", "Se instala el paquete %s", "The package %s is being installed")
                        .with(what.debian()));
        int status = install(progress);
        if (status != 0) {
            throw Explained.failure(Texts.of(
                            "apt ha acabat amb l'estat %s; el registre diu per què",
                            "apt ha terminado con el estado %s; el registro dice por qué",
                            "apt ended with status %s; the log says why")
                    .with(status));
        }
        progress.step(Texts.of("El paquet %s hi és", "El paquete %s está", "The package %s is there")
                .with(what.debian()));
        then.run();
    }

    /** What apt has begun it ends, also when nobody wants to know any more. */
    private int install(Jobs.Progress progress) throws IOException, InterruptedException {
        try (SocketChannel call = helper.call(new Request.Install(what))) {
            Reply reply = helper.nextLate(call, Reply.class);
            while (reply instanceof Reply.Line line) {
                progress.log(line.text());
                reply = helper.nextLate(call, Reply.class);
            }
            if (reply instanceof Reply.Done done) {
                return done.status();
            }
            throw new IOException("an answer of another kind: " + reply);
        } catch (ClosedByInterruptException cancelled) {
            throw (InterruptedException) new InterruptedException().initCause(cancelled);
        }
    }
}
