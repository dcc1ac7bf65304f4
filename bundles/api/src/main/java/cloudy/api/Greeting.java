// SPDX-License-Identifier: Apache-2.0
package cloudy.api;

import cloudy.api.form.Texts;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Has something to say to who starts the node, such as where the console is. Register one as an OSGi service. */
@ConsumerType
public interface Greeting {

    /**
     * The lines to print when the node is ready; they go to whoever starts it, in his language, and to the log in English.
     * Must not block.
     */
    List<Texts> lines();
}
