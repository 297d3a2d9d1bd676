package trro.exporter.polling;

import java.util.Map;
import trro.exporter.model.RowAnomaly;

/** Hears of what polling meets beside figures. Thread-safe. */
public interface PollListener {

    /** An answer had odd rows: so many of each kind. */
    void anomalousRows(Map<RowAnomaly, Integer> rows);

    /** A poll ended by a defect of this program, not by TRRO. */
    void defect();
}
