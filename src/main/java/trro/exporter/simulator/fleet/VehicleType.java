package trro.exporter.simulator.fleet;

/** A kind of vehicle, which decides at what hours somebody drives it from afar. */
public enum VehicleType {
    /** Lorries and shuttles: two rush hours on working days, little at weekends. */
    TRUCK("truck", "Truck", 0.3, new double[] {
        0.0, 0.0, 0.0, 0.0, 0.0, 0.2, 0.6, 1.6, 2.4, 1.8, 1.0, 0.9, 0.7, 0.9, 1.0, 1.1, 1.5, 2.2, 2.6, 1.7, 0.8, 0.4,
        0.1, 0.0
    }),
    /** Delivery robots: lunch and dinner, more at weekends. */
    ROBOT("robot", "Delivery robot", 1.2, new double[] {
        0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.3, 0.4, 0.5, 0.9, 2.0, 2.3, 1.2, 0.5, 0.4, 0.6, 1.6, 2.4, 2.0, 1.1, 0.6,
        0.3, 0.2
    }),
    /** Sweeping robots: at night, every day of the week. */
    SWEEPER("sweeper", "Night sweeper", 1.0, new double[] {
        1.8, 1.9, 1.9, 1.7, 1.4, 0.8, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.6,
        1.3, 1.7
    });

    private final String idPrefix;
    private final String title;
    private final double weekendFactor;

    @SuppressWarnings("ImmutableEnumChecker") // given at birth and never written again
    private final double[] sessionsByHour;

    VehicleType(String idPrefix, String title, double weekendFactor, double[] sessionsByHour) {
        this.idPrefix = idPrefix;
        this.title = title;
        this.weekendFactor = weekendFactor;
        this.sessionsByHour = sessionsByHour;
    }

    /** Device ids of this type begin with it. */
    String idPrefix() {
        return idPrefix;
    }

    /** Device names of this type begin with it. */
    String title() {
        return title;
    }

    /** Sessions that an ordinary device is expected to have in that hour. */
    double expectedSessions(Hour hour) {
        return sessionsByHour[hour.ofDay()] * (hour.weekend() ? weekendFactor : 1);
    }
}
