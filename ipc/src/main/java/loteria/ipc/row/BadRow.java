package loteria.ipc.row;

/**
 * A row of a batch that cannot be stored.
 *
 * @param row which row of the batch, from 0
 * @param reason why, in words for a person; never contains the row's content
 */
public record BadRow(int row, String reason) {}
