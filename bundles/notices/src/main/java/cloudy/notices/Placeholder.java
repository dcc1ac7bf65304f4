// SPDX-License-Identifier: Apache-2.0
package cloudy.notices;

final class Placeholder {
    private Placeholder() {}
}
