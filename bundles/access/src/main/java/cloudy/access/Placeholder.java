// SPDX-License-Identifier: Apache-2.0
package cloudy.access;

final class Placeholder {
    private Placeholder() {}
}
