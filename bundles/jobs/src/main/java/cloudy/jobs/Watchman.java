// SPDX-License-Identifier: Apache-2.0
package cloudy.jobs;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps the jobs going while nobody asks for them: having no service of its own it starts with the bundle. */
@Component(service = {})
public final class Watchman {

    @Activate
    public Watchman(@Reference NodeJobs jobs) {}
}
