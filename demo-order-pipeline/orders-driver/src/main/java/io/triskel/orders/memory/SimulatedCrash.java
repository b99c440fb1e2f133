package io.triskel.orders.memory;

/** The process dies here, as far as the code under test can tell: no policy catches an error of the virtual machine. */
final class SimulatedCrash extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    SimulatedCrash(String where) {
        super("simulated crash after " + where);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
