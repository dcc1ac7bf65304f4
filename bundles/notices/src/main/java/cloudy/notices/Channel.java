// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

import java.io.Closeable;
import java.io.IOException;

/** One way out of the node. */
interface Channel extends Closeable {

    /** What it is called in files and sentences: {@code webhook}, {@code mail}. */
    String word();

    /** Sends one message; called by one thread at a time, takes a minute at most. */
    void send(Message message) throws IOException;

    /** Breaks off what is being sent; may be called by any thread. */
    @Override
    void close();
}
