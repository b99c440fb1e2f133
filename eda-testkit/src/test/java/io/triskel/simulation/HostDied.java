package io.triskel.simulation;

/** The end of a host in the middle of its work: nothing in the process may catch it. */
public final class HostDied extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    public HostDied(String where) {
        super(where);
    }
}
