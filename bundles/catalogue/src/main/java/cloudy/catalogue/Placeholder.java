// SPDX-License-Identifier: Apache-2.0
package cloudy.catalogue;

final class Placeholder {
    private Placeholder() {}
}
