// SPDX-License-Identifier: Apache-2.0
package cloudy.https;

final class Placeholder {
    private Placeholder() {}
}
