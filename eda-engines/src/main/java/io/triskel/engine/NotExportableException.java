package io.triskel.engine;

import java.util.List;

/** No workflow engine can run the process; the message has every reason and its fix. */
public final class NotExportableException extends IllegalArgumentException {
    private final List<String> reasons;

    NotExportableException(String process, List<String> reasons) {
        super("Process " + process + " cannot be exported: " + String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** {@return the reasons, at least one} */
    public List<String> reasons() {
        return reasons;
    }
}
