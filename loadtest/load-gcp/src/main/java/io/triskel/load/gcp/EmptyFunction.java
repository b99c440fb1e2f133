package io.triskel.load.gcp;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;

/** The least that a function behind a topic can be: what any other one's start is compared with. */
public final class EmptyFunction implements CloudEventsFunction {
    @Override
    public void accept(CloudEvent event) {
        // Nothing at all.
    }
}
