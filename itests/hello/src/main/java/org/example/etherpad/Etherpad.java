// SPDX-License-Identifier: Apache-2.0
package org.example.etherpad;

import cloudy.api.CloudyService;
import cloudy.api.Publish;
import org.osgi.service.component.annotations.Component;

@Component
@Publish(type = "etherpad", description = "Shared pads", port = 9001)
public class Etherpad implements CloudyService {}
