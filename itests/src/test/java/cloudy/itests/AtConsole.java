// SPDX-License-Identifier: Apache-2.0
package cloudy.itests;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests in front of a console: each begins signed in, on the first page, and none hurts the page's policy. */
interface AtConsole {

    Console console();

    @BeforeEach
    default void signIn() {
        console().signIn();
    }

    @AfterEach
    default void nothingWasBlockedAndNobodyElseAsked() {
        console().assertCalm();
    }
}
