// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

final class Placeholder {
    private Placeholder() {}
}
