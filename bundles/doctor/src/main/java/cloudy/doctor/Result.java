// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

import cloudy.api.doctor.Finding;
import cloudy.api.doctor.Finding.Grade;
import cloudy.api.form.Texts;
import java.time.Instant;

/** What a check found when it looked last. */
record Result(String id, Texts title, Finding finding, Instant looked) {

    boolean isBad() {
        return finding.grade() == Grade.WARNING || finding.grade() == Grade.FAULT;
    }
}
