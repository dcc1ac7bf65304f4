// SPDX-License-Identifier: Apache-2.0
package cloudy.helper;

import cloudy.helper.wire.Reply;
import cloudy.helper.wire.Request;
import cloudy.helper.wire.Request.Install;
import cloudy.helper.wire.Request.Read;
import cloudy.helper.wire.Request.Signal;
import cloudy.helper.wire.Request.Start;
import cloudy.helper.wire.Request.Status;
import cloudy.helper.wire.Request.Stop;
import java.io.IOException;

/** All that can be asked for. */
record Actions(Packages packages, Programs programs) implements Server.Handler {

    @Override
    public void handle(Request request, Server.Replies replies) throws IOException, InterruptedException {
        if (request instanceof Install install) {
            replies.send(new Reply.Done(packages.install(install.what(), line -> replies.send(new Reply.Line(line)))));
        } else if (request instanceof Start start) {
            programs.start(start, replies);
        } else if (request instanceof Signal signal) {
            replies.send(new Reply.Done(programs.signal(signal)));
        } else if (request instanceof Stop stop) {
            programs.stop(stop.what());
            replies.send(new Reply.Done(0));
        } else if (request instanceof Status status) {
            replies.send(programs.status(status.what()));
        } else if (request instanceof Read read) {
            programs.read(read, replies);
        }
    }
}
