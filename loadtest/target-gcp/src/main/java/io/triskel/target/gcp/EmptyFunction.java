package io.triskel.target.gcp;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;

/** The smallest function behind a topic: other functions' starts are compared with its start. */
public final class EmptyFunction implements CloudEventsFunction {
    @Override
    public void accept(CloudEvent event) {
        // Nothing at all.
    }
}
