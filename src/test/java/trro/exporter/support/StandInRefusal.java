package trro.exporter.support;

/** The vendor's error code for a call that is not as its documents want it. */
final class StandInRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    StandInRefusal(String code) {
        super(code);
    }
}
