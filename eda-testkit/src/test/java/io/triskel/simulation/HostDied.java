package io.triskel.simulation;

/** The end of a host in the middle of its work: nothing in the process may catch it. */
final class HostDied extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    HostDied(String where) {
        super(where);
    }
}
