// SPDX-License-Identifier: Apache-2.0
package cloudy.rest.time;

/** Time, and one thread that does things when their time has come. Safe for use by many threads. */
public interface Clockwork extends AutoCloseable {

    /** Milliseconds since some moment; never goes back. */
    long millis();

    /** Does something once, after that many milliseconds, in order; never after {@link #close}. */
    void after(long millis, Runnable work);

    @Override
    void close();
}
