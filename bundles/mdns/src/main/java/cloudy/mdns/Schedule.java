// SPDX-License-Identifier: Apache-2.0
package cloudy.mdns;

/** Time, and what is to be done when it has come. For the one thread that everything of this bundle runs on. */
interface Schedule {

    /** Milliseconds that never jump, from some moment on. */
    long now();

    /** Runs something on this thread after some milliseconds. */
    Task after(long milliseconds, Runnable action);

    /** Something that is yet to be done. */
    interface Task {

        /** Forgets it; nothing happens when it was done already. */
        void cancel();
    }
}
