package trro.exporter.replicas;

import java.util.Arrays;
import java.util.Objects;
import trro.exporter.time.Moment;

/**
 * A picture of another replica.
 *
 * @param sealed as {@link trro.exporter.storage.SealedState} opens it
 * @param received when it came, which tells its age whatever the other machine's clock says
 */
public record ReceivedPicture(byte[] sealed, Moment received) {

    @Override
    public boolean equals(Object other) {
        return other instanceof ReceivedPicture picture
                && Arrays.equals(sealed, picture.sealed)
                && received.equals(picture.received);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(sealed), received);
    }

    @Override
    public String toString() {
        return sealed.length + " bytes received at " + received.instant();
    }
}
