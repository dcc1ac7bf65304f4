// SPDX-License-Identifier: Apache-2.0
package cloudy.actions;

final class Placeholder {
    private Placeholder() {}
}
