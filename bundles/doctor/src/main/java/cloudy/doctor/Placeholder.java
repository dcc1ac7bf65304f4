// SPDX-License-Identifier: Apache-2.0
package cloudy.doctor;

final class Placeholder {
    private Placeholder() {}
}
