package io.triskel.engine;

import java.util.List;

/** A process that no engine can run as it is; the message has every reason, and what to change. */
public final class NotExportableException extends IllegalArgumentException {
    private final List<String> reasons;

    NotExportableException(String process, List<String> reasons) {
        super("Process " + process + " cannot be exported: " + String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** {@return the reasons, one or more} */
    public List<String> reasons() {
        return reasons;
    }
}
